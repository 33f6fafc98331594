import { Field } from '@moorage/contracts';
import { ROLES, type Role } from '@moorage/domain';
import { OrganizationRef } from '../organizations/organization.bodies';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const ROLE_DOC = 'What the user may do, at the most your own role: `member` manages its own things, `admin` also what the organization shares, `owner` also users and keys, `operator` all organizations.';

export class UserRef extends OrganizationRef {
  @Field.id('user', { doc: 'Id of the user.', example: 'user_01jabc', in: 'path', wireName: 'user_id' })
  userId!: string;
}

export class AddUserBody extends OrganizationRef {
  @Field.string({ doc: 'Name shown to people.', example: 'Ada Lovelace', min: 1, max: 120 })
  name!: string;

  @Field.string({ doc: 'E-mail address.', example: 'ada@example.com', max: 320, pattern: EMAIL, optional: true })
  email?: string;

  @Field.choice(ROLES, { doc: `${ROLE_DOC} \`member\` when absent.`, example: 'member', optional: true })
  role?: Role;
}

export class ChangeUserRoleBody extends UserRef {
  @Field.choice(ROLES, { doc: ROLE_DOC, example: 'admin' })
  role!: Role;
}

export class ListUsersQuery extends OrganizationRef {
  @Field.integer({ doc: 'How many at the most.', example: 20, min: 1, max: 100, fallback: 20, optional: true })
  limit?: number;

  @Field.id('user', { doc: 'Continue after this id.', example: 'user_default', optional: true })
  after?: string;
}

export class UserReply {
  @Field.id('user', { doc: 'Id.', example: 'user_01jabc' })
  id!: string;

  @Field.literal('user', { doc: 'Kind of object.' })
  object!: 'user';

  @Field.id('organization', { doc: 'Organization it belongs to.', example: 'org_default' })
  organizationId!: string;

  @Field.string({ doc: 'Name shown to people.', example: 'Ada Lovelace' })
  name!: string;

  @Field.string({ doc: 'E-mail address.', example: 'ada@example.com', optional: true })
  email?: string;

  @Field.choice(ROLES, { doc: 'What the user may do.', example: 'member' })
  role!: Role;

  @Field.timestamp({ doc: 'When it was added.', example: '2025-10-01T00:00:00Z' })
  createdAt!: string;

  @Field.timestamp({ doc: 'When it was last changed.' })
  updatedAt!: string;
}

export class UserListReply {
  @Field.literal('list', { doc: 'Kind of object.' })
  object!: 'list';

  @Field.list(() => UserReply, { doc: 'Users, newest first.' })
  data!: UserReply[];

  @Field.boolean({ doc: 'Whether there are more after these.', example: false })
  hasMore!: boolean;

  @Field.string({ doc: 'Id of the first one; absent when there is none.', example: 'user_01jabc', optional: true })
  firstId?: string;

  @Field.string({ doc: 'Id of the last one, for `after`.', example: 'user_01jabc', optional: true })
  lastId?: string;
}

export class DeletedUserReply {
  @Field.id('user', { doc: 'Id of the user that was removed.', example: 'user_01jabc' })
  id!: string;

  @Field.literal('user', { doc: 'Kind of object.' })
  object!: 'user';

  @Field.literal(true, { doc: 'Always true.' })
  deleted!: true;
}
