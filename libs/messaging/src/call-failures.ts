import { serviceOf, type RequestDefinition } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { ErrorCode, NatsError } from 'nats';

/** What was asked, as far as a failure says so. */
export type Addressed = Pick<RequestDefinition, 'subject'>;

/** The deadline of the definition has passed. */
export function late(definition: Addressed & { deadlineMs: number }): MoorageError {
  const service = serviceOf(definition);
  const message = `The ${service} service did not answer within ${definition.deadlineMs / 1000} s.`;
  return new MoorageError('UPSTREAM_TIMEOUT', { message, details: { service } });
}

/** The instance that got the request has been silent for too long. */
export function lost(definition: Addressed): MoorageError {
  const service = serviceOf(definition);
  const message = `The instance of the ${service} service that got the request has stopped answering. Look whether it was carried out before you send it again.`;
  return new MoorageError('SERVICE_UNAVAILABLE', { message, details: { service } });
}

/** Whoever asked does not wait any longer. */
export function abandoned(definition: Addressed, signal: AbortSignal): MoorageError {
  if (signal.reason instanceof MoorageError) return signal.reason;
  const service = serviceOf(definition);
  const message = `The ${service} service did not answer before the request ended.`;
  return new MoorageError('UPSTREAM_TIMEOUT', { message, details: { service }, cause: signal.reason });
}

/** The broker knows no subscriber. */
export function nobody(definition: Addressed, instance?: string): MoorageError {
  const service = serviceOf(definition);
  const message = instance === undefined ? `No instance of the ${service} service is running.` : `The instance ${instance} of the ${service} service is not running.`;
  return unheard(new MoorageError('SERVICE_UNAVAILABLE', { message, details: { service } }));
}

const unheardOf = new WeakSet<MoorageError>();

function unheard(error: MoorageError): MoorageError {
  unheardOf.add(error);
  return error;
}

/** Whether a request that ended with this error reached nobody, so that sending it again cannot do twice what it asks for. */
export function wasUnheard(error: unknown): boolean {
  return error instanceof MoorageError && unheardOf.has(error);
}

export function disconnected(definition: Addressed, cause?: unknown): MoorageError {
  const service = serviceOf(definition);
  const message = `The ${service} service cannot be reached: there is no connection to NATS.`;
  return new MoorageError('SERVICE_UNAVAILABLE', { message, details: { service }, cause });
}

/** The request could not even be handed to the NATS client. */
export function unsendable(definition: Addressed, cause: unknown): MoorageError {
  if (!(cause instanceof NatsError)) return new MoorageError('INTERNAL_ERROR', { cause });
  return cause.code === ErrorCode.MaxPayloadExceeded ? new MoorageError('PAYLOAD_TOO_LARGE', { cause }) : disconnected(definition, cause);
}
