import { Field } from '@moorage/contracts';
import { ROLES, SCOPES, type Role, type Scope } from '@moorage/domain';
import { OrganizationRef } from '../organizations/organization.bodies';

const EXPIRES = '2030-01-01T00:00:00Z';

export class ApiKeyRef extends OrganizationRef {
  @Field.id('apiKey', { doc: 'Id of the key.', example: 'apk_01jabc', in: 'path', wireName: 'api_key_id' })
  apiKeyId!: string;
}

export class CreateApiKeyBody extends OrganizationRef {
  @Field.string({ doc: 'Name shown to people.', example: 'Nightly checks', min: 1, max: 120 })
  name!: string;

  @Field.id('user', { doc: 'The user the key acts for. When absent, a key made by an owner belongs to itself, any other to the user who makes it.', example: 'user_default', optional: true })
  userId?: string;

  @Field.choice(ROLES, { doc: 'Role of the key: at the most your own, and that of the user it acts for. `member` when absent.', example: 'member', optional: true })
  role?: Role;

  @Field.strings({ doc: 'What the key may be used for, at the most what yours may. All of yours but `admin` when absent.', example: ['personal:read', 'personal:write'], values: SCOPES, maxItems: SCOPES.length, optional: true })
  scopes?: Scope[];

  @Field.timestamp({ doc: 'When the key stops working; never when absent.', example: EXPIRES, optional: true })
  expiresAt?: string;
}

export class RotateApiKeyBody extends ApiKeyRef {
  @Field.timestamp({ doc: 'When the new key stops working. When absent, it lives as long again as the former one did, or for ever.', example: EXPIRES, optional: true })
  expiresAt?: string;
}

export class DeleteApiKeyQuery extends ApiKeyRef {
  @Field.boolean({ doc: 'Also delete the configurations that the key owns.', example: false, fallback: false, optional: true })
  cascade?: boolean;
}

export class ListApiKeysQuery extends OrganizationRef {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('apiKey', { doc: 'Continue after this id.', example: 'apk_default', optional: true })
  after?: string;
}

export class ApiKeyReply {
  @Field.id('apiKey', { doc: 'Id.', example: 'apk_01jabc' })
  id!: string;

  @Field.literal('api_key', { doc: 'Kind of object.' })
  object!: 'api_key';

  @Field.id('organization', { doc: 'Organization it belongs to.', example: 'org_default' })
  organizationId!: string;

  @Field.id('user', { doc: 'The user it acts for; absent when it belongs to itself.', example: 'user_default', optional: true })
  userId?: string;

  @Field.string({ doc: 'Name shown to people.', example: 'Nightly checks' })
  name!: string;

  @Field.string({ doc: 'How the key begins, to recognise it.', example: 'mrg_4fQz' })
  prefix!: string;

  @Field.choice(ROLES, { doc: 'Role of the key.', example: 'member' })
  role!: Role;

  @Field.strings({ doc: 'What the key may be used for.', example: ['personal:read', 'personal:write'], values: SCOPES })
  scopes!: Scope[];

  @Field.timestamp({ doc: 'When it stops working; absent when never.', example: EXPIRES, optional: true })
  expiresAt?: string;

  @Field.timestamp({ doc: 'When it was last used, to the minute; absent when never.', optional: true })
  lastUsedAt?: string;

  @Field.timestamp({ doc: 'When it was made.', example: '2025-10-01T00:00:00Z' })
  createdAt!: string;

  @Field.timestamp({ doc: 'When it was made or rotated.', example: '2025-10-01T00:00:00Z' })
  updatedAt!: string;
}

export class IssuedApiKeyReply extends ApiKeyReply {
  @Field.string({ doc: 'The key itself. It is shown this once and cannot be shown again.', example: 'mrg_4fQzZ9s0Xb2mT7kLr1VdHc6nPw3yJg8U2pnhby' })
  key!: string;
}

export class ApiKeyListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => ApiKeyReply, { doc: 'The keys you may know of, newest first.' })
  data!: ApiKeyReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'apk_01jabc', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'apk_01jabc', optional: true })
  lastId?: string;
}

export class DeletedApiKeyReply {
  @Field.id('apiKey', { doc: 'Id of the key that was deleted.', example: 'apk_01jabc' })
  id!: string;

  @Field.literal('api_key', { doc: 'Kind of object.' })
  object!: 'api_key';

  @Field.literal(true, { doc: 'Always true.' })
  deleted!: true;
}
