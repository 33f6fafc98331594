import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import { isId } from '../../model/ids';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import type { TokenVerifier, VerifiedToken } from '../../ports/token-verifier.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { RecentlyKnown } from './recently-known';
import { claimAt, roleOf, scopesOf, type ClaimNames } from './token-claims';

/** So much of a digest that nobody finds two users with the same one. */
const DERIVED_ID_LENGTH = 40;

interface KnownToken {
  caller: Caller;
  expiresAt: Date;
}

/**
 * Finds out whose an access token is. Its subject is the user, who need not be known here; its organization must be.
 * A user who is stored has at most the role that is stored. No token makes an operator: that is for keys of this installation.
 */
export class AuthenticateToken {
  private readonly known: RecentlyKnown<KnownToken>;

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly organizations: OrganizationRepo,
    private readonly users: UserRepo,
    private readonly given: { hasher: Hasher; clock: Clock; claims: ClaimNames },
  ) {
    this.known = new RecentlyKnown(given.clock);
  }

  /** Rejects as `TokenVerifier` does, and with `ORGANIZATION_ACCESS_DENIED` for a genuine token that names no organization of ours. */
  async run(text: string): Promise<Caller> {
    const { hasher, clock } = this.given;
    const { caller, expiresAt } = await this.known.recall(hasher.sha256(text), () => this.lookUp(text));
    if (expiresAt <= clock.now()) throw new MoorageError('TOKEN_EXPIRED');
    return caller;
  }

  private async lookUp(text: string): Promise<KnownToken> {
    const token = await this.verifier.verify(text);
    const { claims } = this.given;
    const organizationId = claimAt(token.claims, claims.organization);
    const userId = this.userIdOf(token);
    if (typeof organizationId !== 'string' || !isId('organization', organizationId)) throw this.homeless();
    const [organization, user] = await Promise.all([this.organizations.find(organizationId), this.users.find(organizationId, userId)]);
    if (!organization) throw this.homeless();
    const role = roleOf(claimAt(token.claims, claims.role), user?.role);
    return { caller: { organizationId, userId, role, scopes: scopesOf(claimAt(token.claims, claims.scope)) }, expiresAt: token.expiresAt };
  }

  /** The subject itself where it has the form of our ids, else one that is always the same for it and for nobody else. */
  private userIdOf({ issuer, subject }: VerifiedToken): string {
    if (isId('user', subject)) return subject;
    return `user_${this.given.hasher.sha256(JSON.stringify([issuer, subject])).slice(0, DERIVED_ID_LENGTH)}`;
  }

  private homeless(): MoorageError {
    const { organization } = this.given.claims;
    const message = `The access token names no organization of this installation. Ask whoever issues it to put the id of yours (org_…) into its claim "${organization}".`;
    return new MoorageError('ORGANIZATION_ACCESS_DENIED', { message });
  }
}
