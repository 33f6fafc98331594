import { Field } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/,]+$/i;

/** What decides who gets in, and how often: the same for the gateway alone and for the one-process form. */
export class AccessEnv {
  @Field.string({ doc: 'Issuer of the JWT access tokens that are accepted, exactly as their claim `iss` has it. Goes with JWT_AUDIENCE and JWT_JWKS_URL; without the three only API keys are accepted.', example: 'https://login.example.com/', max: 2_000, optional: true })
  JWT_ISSUER?: string;

  @Field.string({ doc: 'What the claim `aud` of access tokens must be or hold.', example: 'https://moorage.example.com', max: 2_000, optional: true })
  JWT_AUDIENCE?: string;

  @Field.string({ doc: 'Address of the public keys of the issuer (JWKS).', example: 'https://login.example.com/.well-known/jwks.json', max: 2_000, readBy: checkAddress, optional: true })
  JWT_JWKS_URL?: string;

  @Field.string({ doc: 'Claim with the id of the organization (`org_…`). Dots lead into objects.', example: 'org_id', max: 200, optional: true })
  JWT_ORGANIZATION_CLAIM?: string;

  @Field.string({ doc: 'Claim with the role: `member`, `admin` or `owner`, or a list that holds one. Dots lead into objects: `realm_access.roles`.', example: 'role', max: 200, optional: true })
  JWT_ROLE_CLAIM?: string;

  @Field.string({ doc: 'Claim with the scopes, as one text or a list. A token that names none of ours has all but `admin`.', example: 'scope', max: 200, optional: true })
  JWT_SCOPE_CLAIM?: string;

  @Field.integer({ doc: 'Seconds that the clock of the issuer may differ.', example: 60, min: 0, max: 300, fallback: 60, optional: true })
  JWT_CLOCK_SKEW_SECONDS?: number;

  @Field.string({ doc: 'Address of this installation as its callers see it, without a path; where they say it is when absent. Needed behind a proxy on the same machine.', example: 'https://moorage.example.com', max: 2_000, readBy: checkPublicUrl, optional: true })
  PUBLIC_URL?: string;

  @Field.string({ doc: 'Origins whose pages may call MCP endpoints, separated by commas. Those of PUBLIC_URL and of this machine always may.', example: 'https://chat.example.com', max: 10_000, readBy: originsIn, optional: true })
  ALLOWED_ORIGINS?: string;

  @Field.integer({ doc: 'Requests a minute of each API key, and of each user of access tokens; 0 sets no limit.', example: 6_000, min: 0, max: 10_000_000, fallback: 6_000, optional: true })
  RATE_LIMIT_PER_MINUTE?: number;
}

/** Texts of origins as browsers send them. */
export function originsIn(list: string): string[] {
  const origins = list.split(',').map((each) => each.trim()).filter((each) => each !== '');
  if (origins.every((origin) => ORIGIN.test(origin))) return origins;
  throw new MoorageError('VALIDATION_ERROR', { message: 'ALLOWED_ORIGINS must be origins such as https://chat.example.com, without a path, separated by commas' });
}

function checkPublicUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return;
  throw new MoorageError('VALIDATION_ERROR', { message: 'PUBLIC_URL must be an address such as https://moorage.example.com, without a path' });
}

function checkAddress(text: string): void {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return;
  throw new MoorageError('VALIDATION_ERROR', { message: 'JWT_JWKS_URL must be an address that starts with https:// or http://' });
}
