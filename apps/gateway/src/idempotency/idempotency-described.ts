import { IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_FORM } from './idempotency-key';

/** The header of a request that may be repeated, as OpenAPI writes it. */
export const idempotencyParameter = {
  name: IDEMPOTENCY_KEY,
  in: 'header',
  required: false,
  description:
    'A name of your own for this request, a UUID for example; it is yours alone. Whoever sends the same request with the same key again within 24 hours gets the first answer, marked `Idempotency-Replayed: true`, and nothing is done twice. ' +
    'Answers that invite you to try again (429, 5xx) and faults of the input are not kept: the key is free again. Answers that hold a secret are never shown twice.',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY_FORM },
  example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
};

/** The headers that go with it. */
export const idempotencyHeaders = {
  IdempotencyReplayed: { description: 'Present when this is the answer to an earlier request with the same `Idempotency-Key`.', schema: { type: 'string', const: 'true' } },
  RetryAfter: { description: 'Seconds to wait before the same request is sent again.', schema: { type: 'integer', minimum: 1 } },
};
