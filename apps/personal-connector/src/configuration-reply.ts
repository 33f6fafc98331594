import { instantText, type ConfigurationListReply, type ConfigurationReply } from '@moorage/contracts';
import type { Configuration } from '@moorage/domain';
import { listReply } from './connector-reply';

/** A configuration as callers see it: of its credentials only the kind and the time, of its generation nothing. */
export function configurationReply({ owner, credentials, generation: _generation, era: _era, ...rest }: Configuration): ConfigurationReply {
  const { createdAt, updatedAt, lastSyncAt, metadata, ...shown } = rest;
  return {
    object: 'personal_connector.configuration',
    ...shown,
    ...owner,
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(lastSyncAt && { lastSyncAt: instantText(lastSyncAt) }),
    ...(credentials && { credentialType: credentials.type, credentialsUpdatedAt: instantText(credentials.updatedAt) }),
    createdAt: instantText(createdAt),
    updatedAt: instantText(updatedAt),
  };
}

export function configurationListReply({ items, hasMore }: { items: Configuration[]; hasMore: boolean }): ConfigurationListReply {
  return listReply(items.map(configurationReply), hasMore);
}
