import { FixedClock, MemoryAnnouncer, MemoryApiKeyRepo, MemoryHasher, MemoryLog, MemoryOrganizationRepo, MemoryTokenIssuer, MemoryTokenVerifier, MemoryUserRepo, SequentialIds } from '@moorage/adapters-memory';
import {
  AddUser,
  Authenticate,
  AuthenticateKey,
  AuthenticateToken,
  Bootstrap,
  ChangeUserRole,
  CreateApiKey,
  DeleteApiKey,
  KnownKeys,
  ListApiKeys,
  MoorageError,
  RemoveUser,
  RotateApiKey,
  SCOPES,
  type ApiKey,
  type Caller,
  type JsonObject,
  type Role,
} from '@moorage/domain';

export const ORGANIZATION = 'org_acme';
const CLAIMS = { organization: 'org_id', role: 'access.roles', scope: 'scope' };

/** The edge on memory adapters: an organization with an owner, an admin and a member. */
export class EdgeWorld {
  readonly clock = new FixedClock();
  readonly ids = new SequentialIds();
  readonly hasher = new MemoryHasher();
  readonly log = new MemoryLog();
  readonly announcer = new MemoryAnnouncer();
  readonly organizations = new MemoryOrganizationRepo();
  readonly users = new MemoryUserRepo();
  readonly keys = new MemoryApiKeyRepo();
  readonly issuer = new MemoryTokenIssuer('https://issuer.example/');
  readonly known = new KnownKeys(this.clock);
  /** Hashes that were announced as no longer valid. */
  readonly revoked: string[] = [];

  private constructor() {
    this.announcer.listen((_topic, hint) => void ('hash' in hint && this.revoked.push(hint.hash)));
  }

  static async open(): Promise<EdgeWorld> {
    const world = new EdgeWorld();
    const stamps = world.stamps();
    await world.organizations.insert({ id: ORGANIZATION, name: 'Acme', ...stamps });
    for (const role of ['owner', 'admin', 'member'] as const) await world.users.insert({ id: `user_${role}`, organizationId: ORGANIZATION, name: role, role, ...stamps });
    return world;
  }

  /** The user of that name as a caller with every scope. */
  caller(role: Role, overrides: Partial<Caller> = {}): Caller {
    return { organizationId: ORGANIZATION, userId: `user_${role}`, apiKeyId: `apk_of_${role}`, role, scopes: [...SCOPES], ...overrides };
  }

  async storeKey(overrides: Partial<ApiKey> = {}): Promise<ApiKey> {
    const id = overrides.id ?? this.ids.next('apiKey');
    const key: ApiKey = { id, organizationId: ORGANIZATION, name: 'Key', prefix: 'mrg_abcd', hash: this.hasher.sha256(id), role: 'member', scopes: ['personal:read'], ...this.stamps(), ...overrides };
    await this.keys.insert(key);
    return key;
  }

  /** A token of the trusted issuer, good for five minutes, with these claims over the usual ones. */
  token(claims: JsonObject = {}): string {
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    return this.issuer.issue({ iss: this.issuer.name, aud: 'moorage', sub: 'user_stranger', exp: now + 300, org_id: ORGANIZATION, ...claims });
  }

  readonly given = { ids: this.ids, clock: this.clock, hasher: this.hasher };
  readonly authenticateKey = new AuthenticateKey(this.keys, this.users, this.known, { hasher: this.hasher, clock: this.clock, log: this.log });
  readonly authenticateToken = new AuthenticateToken(new MemoryTokenVerifier(this.issuer, 'moorage', this.clock), this.organizations, this.users, { hasher: this.hasher, clock: this.clock, claims: CLAIMS });
  readonly authenticate = new Authenticate(this.authenticateKey, this.authenticateToken);
  readonly bootstrap = new Bootstrap(this.organizations, this.users, this.keys, this.given);
  readonly addUser = new AddUser(this.organizations, this.users, this.given);
  readonly changeUserRole = new ChangeUserRole(this.users, this.keys, this.announcer, this.clock);
  readonly removeUser = new RemoveUser(this.users, this.keys, this.announcer);
  readonly listApiKeys = new ListApiKeys(this.organizations, this.keys);
  readonly createApiKey = new CreateApiKey(this.organizations, this.users, this.keys, this.given);
  readonly rotateApiKey = new RotateApiKey(this.keys, this.announcer, this.given);
  readonly deleteApiKey = new DeleteApiKey(this.keys, this.announcer, this.clock);

  private stamps(): { createdAt: Date; updatedAt: Date } {
    return { createdAt: this.clock.now(), updatedAt: this.clock.now() };
  }
}

/** `ok`, or the code that was thrown. */
export async function outcomeOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'ok';
  } catch (error) {
    if (error instanceof MoorageError) return error.code;
    throw error;
  }
}
