import { Controller } from '@nestjs/common';
import { AddUser, ChangeUserRole, ListUsers, RemoveUser } from '@moorage/domain';
import { ContractClient } from '@moorage/messaging';
import { belongingsOf } from '../api-keys/belongings-of';
import { listing } from '../operation/listing';
import { Operation } from '../operation/operation';
import { AsCaller, Input, type Call } from '../operation/parameters';
import { deletedUserReply, userReply } from './user-reply';
import { AddUserBody, ChangeUserRoleBody, DeletedUserReply, ListUsersQuery, UserListReply, UserRef, UserReply } from './user.bodies';

const PATH = '/v1/organizations/{organization_id}/users';
const TAG = 'Users';
const OWNER = { scopes: ['admin'], role: 'owner' } as const;

@Controller()
export class UsersController {
  constructor(
    private readonly listUsers: ListUsers,
    private readonly addUser: AddUser,
    private readonly changeUserRole: ChangeUserRole,
    private readonly removeUser: RemoveUser,
    private readonly bus: ContractClient,
  ) {}

  @Operation({ id: 'listUsers', method: 'GET', path: PATH, tag: TAG, access: OWNER, summary: 'List the users of an organization', input: ListUsersQuery, reply: UserListReply, errors: ['ORGANIZATION_NOT_FOUND'] })
  async list(@Input() query: ListUsersQuery): Promise<UserListReply> {
    return listing(await this.listUsers.run(query), userReply);
  }

  @Operation({ id: 'addUser', method: 'POST', path: PATH, tag: TAG, access: OWNER, status: 201, summary: 'Add a user', input: AddUserBody, reply: UserReply, errors: ['ORGANIZATION_NOT_FOUND'] })
  async add(@Input() body: AddUserBody, @AsCaller() { caller }: Call): Promise<UserReply> {
    return userReply(await this.addUser.run(caller, body));
  }

  @Operation({
    id: 'changeUserRole',
    method: 'PATCH',
    path: `${PATH}/{user_id}`,
    tag: TAG,
    access: OWNER,
    summary: 'Change the role of a user',
    description: 'Its keys follow at once: a key never allows more than the role of its user. The last owner keeps the role.',
    input: ChangeUserRoleBody,
    reply: UserReply,
    errors: ['ORGANIZATION_NOT_FOUND', 'USER_NOT_FOUND', 'CONFLICT'],
  })
  async changeRole(@Input() body: ChangeUserRoleBody, @AsCaller() { caller }: Call): Promise<UserReply> {
    return userReply(await this.changeUserRole.run(caller, body));
  }

  @Operation({
    id: 'removeUser',
    method: 'DELETE',
    path: `${PATH}/{user_id}`,
    tag: TAG,
    access: OWNER,
    summary: 'Remove a user',
    description: 'Its keys go with it, and its configurations with their credentials. The last owner cannot be removed.',
    input: UserRef,
    reply: DeletedUserReply,
    errors: ['ORGANIZATION_NOT_FOUND', 'USER_NOT_FOUND', 'CONFLICT', 'SERVICE_UNAVAILABLE', 'UPSTREAM_TIMEOUT'],
  })
  async remove(@Input() ref: UserRef, @AsCaller() call: Call): Promise<DeletedUserReply> {
    return deletedUserReply(await this.removeUser.run(call.caller, ref, belongingsOf({ userId: ref.userId }, this.bus, call)));
  }
}
