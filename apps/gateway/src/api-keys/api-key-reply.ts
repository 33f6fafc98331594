import { instantText } from '@moorage/contracts';
import type { ApiKey, IssuedKey } from '@moorage/domain';
import type { ApiKeyReply, DeletedApiKeyReply, IssuedApiKeyReply } from './api-key.bodies';

export function apiKeyReply({ id, organizationId, userId, name, prefix, role, scopes, expiresAt, lastUsedAt, createdAt, updatedAt }: ApiKey): ApiKeyReply {
  return {
    id,
    object: 'api_key',
    organizationId,
    ...(userId && { userId }),
    name,
    prefix,
    role,
    scopes,
    ...(expiresAt && { expiresAt: instantText(expiresAt) }),
    ...(lastUsedAt && { lastUsedAt: instantText(lastUsedAt) }),
    createdAt: instantText(createdAt),
    updatedAt: instantText(updatedAt),
  };
}

/** The only answer that holds the text of a key. */
export function issuedApiKeyReply({ key, text }: IssuedKey): IssuedApiKeyReply {
  return { ...apiKeyReply(key), key: text };
}

export function deletedApiKeyReply({ id }: { id: string }): DeletedApiKeyReply {
  return { id, object: 'api_key', deleted: true };
}
