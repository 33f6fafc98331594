import { Controller } from '@nestjs/common';
import { CreateApiKey, DeleteApiKey, ListApiKeys, RotateApiKey } from '@moorage/domain';
import { ContractClient } from '@moorage/messaging';
import { listing } from '../operation/listing';
import { Operation } from '../operation/operation';
import { AsCaller, Input, type Call } from '../operation/parameters';
import { apiKeyReply, deletedApiKeyReply, issuedApiKeyReply } from './api-key-reply';
import { ApiKeyListReply, CreateApiKeyBody, DeleteApiKeyQuery, DeletedApiKeyReply, IssuedApiKeyReply, ListApiKeysQuery, RotateApiKeyBody } from './api-key.bodies';
import { belongingsOf } from './belongings-of';

const PATH = '/v1/organizations/{organization_id}/api-keys';
const TAG = 'API keys';
const KEYS = { scopes: ['admin'] } as const;

@Controller()
export class ApiKeysController {
  constructor(
    private readonly bus: ContractClient,
    private readonly listApiKeys: ListApiKeys,
    private readonly createApiKey: CreateApiKey,
    private readonly rotateApiKey: RotateApiKey,
    private readonly deleteApiKey: DeleteApiKey,
  ) {}

  @Operation({
    id: 'listApiKeys',
    method: 'GET',
    path: PATH,
    tag: TAG,
    access: KEYS,
    summary: 'List API keys',
    description: 'Owners see all keys of the organization, everyone else those of their own user.',
    input: ListApiKeysQuery,
    reply: ApiKeyListReply,
    errors: ['ORGANIZATION_NOT_FOUND'],
  })
  async list(@Input() query: ListApiKeysQuery, @AsCaller() { caller }: Call): Promise<ApiKeyListReply> {
    return listing(await this.listApiKeys.run(caller, query), apiKeyReply);
  }

  @Operation({
    id: 'createApiKey',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: KEYS,
    status: 201,
    secret: true,
    summary: 'Create an API key',
    description: 'The answer shows the key this once. Nobody can give a key more than they have themselves.',
    input: CreateApiKeyBody,
    reply: IssuedApiKeyReply,
    errors: ['ORGANIZATION_NOT_FOUND', 'USER_NOT_FOUND', 'UNPROCESSABLE'],
  })
  async create(@Input() body: CreateApiKeyBody, @AsCaller() { caller }: Call): Promise<IssuedApiKeyReply> {
    return issuedApiKeyReply(await this.createApiKey.run(caller, body));
  }

  @Operation({
    id: 'rotateApiKey',
    method: 'POST',
    path: `${PATH}/{api_key_id}/rotate`,
    tag: TAG,
    access: KEYS,
    secret: true,
    summary: 'Give an API key a new text',
    description: 'The id and what the key owns stay; the former text is refused from now on. The answer shows the new one this once.',
    input: RotateApiKeyBody,
    reply: IssuedApiKeyReply,
    errors: ['ORGANIZATION_NOT_FOUND', 'API_KEY_NOT_FOUND'],
  })
  async rotate(@Input() body: RotateApiKeyBody, @AsCaller() { caller }: Call): Promise<IssuedApiKeyReply> {
    return issuedApiKeyReply(await this.rotateApiKey.run(caller, body));
  }

  @Operation({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: `${PATH}/{api_key_id}`,
    tag: TAG,
    access: KEYS,
    summary: 'Delete an API key',
    description: 'A key that belongs to itself and still owns configurations is only deleted together with them.',
    input: DeleteApiKeyQuery,
    reply: DeletedApiKeyReply,
    errors: ['ORGANIZATION_NOT_FOUND', 'API_KEY_NOT_FOUND', 'CONFLICT', 'SERVICE_UNAVAILABLE', 'UPSTREAM_TIMEOUT'],
  })
  async delete(@Input() query: DeleteApiKeyQuery, @AsCaller() call: Call): Promise<DeletedApiKeyReply> {
    return deletedApiKeyReply(await this.deleteApiKey.run(call.caller, query, belongingsOf({ apiKeyId: query.apiKeyId }, this.bus, call)));
  }
}
