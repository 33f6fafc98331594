import { MoorageError } from '../../errors/moorage-error';
import { lesserRole, type Caller, type Role } from '../../model/caller';
import type { ApiKey } from '../../model/edge';
import type { ApiKeyRepo } from '../../ports/api-key-repo.port';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { Log } from '../../ports/log.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { isApiKeyText } from './api-key-text';
import type { KnownKey, KnownKeys } from './known-keys';

/** A key's last use is written down at most this often. */
const NOTE_EVERY_MS = 60_000;

/** Finds out whose a key is. A key of a user never allows more than the user's own role, and nothing once the user is gone. */
export class AuthenticateKey {
  constructor(
    private readonly keys: ApiKeyRepo,
    private readonly users: UserRepo,
    private readonly known: KnownKeys,
    private readonly given: { hasher: Hasher; clock: Clock; log: Log },
  ) {}

  /** Rejects with `INVALID_API_KEY` or `API_KEY_EXPIRED`. */
  async run(text: string): Promise<Caller> {
    const { hasher, clock } = this.given;
    if (!isApiKeyText(text, hasher)) throw new MoorageError('INVALID_API_KEY');
    const hash = hasher.sha256(text);
    const key = await this.known.recall(hash, () => this.lookUp(hash));
    if (!key) throw new MoorageError('INVALID_API_KEY');
    const now = clock.now();
    if (key.expiresAt && key.expiresAt <= now) throw new MoorageError('API_KEY_EXPIRED');
    this.noteUse(key, now);
    return key.caller;
  }

  private async lookUp(hash: string): Promise<KnownKey | null> {
    const key = await this.keys.findByHash(hash);
    const role = key && (await this.roleOf(key));
    if (!key || !role) return null;
    const { id: apiKeyId, organizationId, userId, scopes, expiresAt } = key;
    const caller: Caller = { organizationId, ...(userId && { userId }), apiKeyId, role, scopes };
    return { caller, apiKeyId, ...(expiresAt && { expiresAt }), notedAt: key.lastUsedAt?.getTime() ?? 0 };
  }

  private async roleOf(key: ApiKey): Promise<Role | null> {
    if (!key.userId) return key.role;
    const user = await this.users.find(key.organizationId, key.userId);
    return user && lesserRole(user.role, key.role);
  }

  /** Does not delay the request, and a failure to write it down does not fail it. */
  private noteUse(key: KnownKey, now: Date): void {
    if (now.getTime() - key.notedAt < NOTE_EVERY_MS) return;
    key.notedAt = now.getTime();
    this.keys.touch(key.apiKeyId, now).catch(() => this.given.log.warn('The last use of an API key could not be written down.', { keyId: key.apiKeyId }));
  }
}
