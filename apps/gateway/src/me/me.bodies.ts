import { Field } from '@moorage/contracts';
import { ROLES, SCOPES, type Role, type Scope } from '@moorage/domain';

export class MeReply {
  @Field.id('user', { doc: 'The user that the key acts for, or whom the access token means; absent when the key belongs to itself.', example: 'user_default', optional: true })
  userId?: string;

  @Field.id('apiKey', { doc: 'The key in use; absent with an access token.', example: 'apk_default', optional: true })
  apiKeyId?: string;

  @Field.id('organization', { doc: 'The organization that the caller belongs to.', example: 'org_default' })
  organizationId!: string;

  @Field.choice(ROLES, { doc: 'What the caller may do: the lesser of the role of the key, or of the access token, and that of its user.', example: 'operator' })
  role!: Role;

  @Field.strings({ doc: 'What the key or the token may be used for.', example: [...SCOPES], values: SCOPES })
  scopes!: Scope[];
}
