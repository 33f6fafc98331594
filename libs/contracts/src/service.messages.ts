import { defineBroadcast, defineRequest } from './define-message';
import { Field } from './field';

/** A request without content. */
export class Nothing {}

export class TransitKeysReply {
  @Field.string({ doc: 'Public keys of the service as the text of a JWK set, preferred one first.', max: 100_000 })
  jwks!: string;
}

export class ServiceHealthReply {
  @Field.choice(['ok'] as const, { doc: 'Always `ok`: a service that is not does not answer.', example: 'ok' })
  status!: 'ok';

  @Field.string({ doc: 'Instance that answered.', example: 'b3c1' })
  instance!: string;
}

export class ApiKeyRevokedEvent {
  @Field.id('apiKey', { doc: 'The key that is no longer valid.', example: 'apk_abc123' })
  apiKeyId!: string;

  @Field.string({ doc: 'SHA-256 of the key that is no longer valid.', pattern: /^[0-9a-f]{64}$/ })
  hash!: string;
}

export const personalTransitKeys = defineRequest({
  subject: 'personal.transit-keys.get.v1',
  request: Nothing,
  reply: TransitKeysReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'The public keys to seal credentials for the personal-connector service.',
});

export const knowledgeTransitKeys = defineRequest({
  subject: 'knowledge.transit-keys.get.v1',
  request: Nothing,
  reply: TransitKeysReply,
  deadlineMs: 5_000,
  errors: [],
  doc: 'The public keys to seal configurations for the knowledge-connector service.',
});

export const personalHealth = defineRequest({
  subject: 'personal.health.probe.v1',
  request: Nothing,
  reply: ServiceHealthReply,
  deadlineMs: 2_000,
  errors: [],
  doc: 'Whether an instance of the personal-connector service answers and reaches its database.',
});

export const knowledgeHealth = defineRequest({
  subject: 'knowledge.health.probe.v1',
  request: Nothing,
  reply: ServiceHealthReply,
  deadlineMs: 2_000,
  errors: [],
  doc: 'Whether an instance of the knowledge-connector service answers and reaches its database.',
});

export const apiKeyRevoked = defineBroadcast({
  subject: 'edge.api-key.revoked.v1',
  event: ApiKeyRevokedEvent,
  doc: 'An API key was removed, rotated or changed; forget what is cached of it.',
});
