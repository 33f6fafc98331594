import { invariant, type ErrorCode } from '@moorage/domain';
import type { MessageClass } from './field';

/** A question to a service: one of its instances answers. */
export interface RequestDefinition<Req extends object = object, Rep extends object = object> {
  kind: 'request';
  /** NATS subject, `<service>.<resource>.<verb>.v<n>`. An incompatible change gets a new version. */
  subject: string;
  request: MessageClass<Req>;
  reply: MessageClass<Rep>;
  /** Milliseconds until the caller gives up with `UPSTREAM_TIMEOUT`. They travel with the message, and the signal of the handler is aborted then. */
  deadlineMs: number;
  /** Codes that a handler may answer besides `VALIDATION_ERROR` and `INTERNAL_ERROR`. */
  errors: readonly ErrorCode[];
  /** One sentence for the generated reference. */
  doc: string;
}

/**
 * A question to a service that is answered in frames, one after the other, for as long as it takes: one of its instances answers, or, when the
 * asker names one, that instance.
 */
export interface StreamDefinition<Req extends object = object, Frame extends object = object> {
  kind: 'stream';
  /** As that of a request; the name of an instance goes before the version. */
  subject: string;
  request: MessageClass<Req>;
  /** One frame; each fits into a message of the bus. */
  frame: MessageClass<Frame>;
  /** Codes that a handler may end with besides `VALIDATION_ERROR` and `INTERNAL_ERROR`. */
  errors: readonly ErrorCode[];
  doc: string;
}

/** A hint to every instance of every service that listens. Nobody answers. */
export interface BroadcastDefinition<Event extends object = object> {
  kind: 'broadcast';
  subject: string;
  event: MessageClass<Event>;
  doc: string;
}

/** Defines a request. The one value types the handler and the client, and validates for both. */
export function defineRequest<Req extends object, Rep extends object>(
  definition: Omit<RequestDefinition<Req, Rep>, 'kind'>,
): RequestDefinition<Req, Rep> {
  return { kind: 'request', ...definition };
}

/** Defines a stream. */
export function defineStream<Req extends object, Frame extends object>(definition: Omit<StreamDefinition<Req, Frame>, 'kind'>): StreamDefinition<Req, Frame> {
  return { kind: 'stream', ...definition };
}

/** Defines a broadcast. */
export function defineBroadcast<Event extends object>(definition: Omit<BroadcastDefinition<Event>, 'kind'>): BroadcastDefinition<Event> {
  return { kind: 'broadcast', ...definition };
}

/** The first part of a subject: the service that answers. */
export function serviceOf(definition: { subject: string }): string {
  return definition.subject.slice(0, definition.subject.indexOf('.'));
}

/** What an instance may be called: one part of a subject. */
const INSTANCE_NAME = /^[A-Za-z0-9_-]{1,100}$/;

/** Where one instance of a service gets the messages of a stream that are meant for it alone: its name stands before the version. */
export function subjectAt(definition: Pick<StreamDefinition, 'subject'>, instance: string): string {
  invariant(INSTANCE_NAME.test(instance), 'The name of an instance is letters, digits, - and _, 100 of them at most.');
  const version = definition.subject.lastIndexOf('.');
  return `${definition.subject.slice(0, version)}.${instance}${definition.subject.slice(version)}`;
}
