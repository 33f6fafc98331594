import type { MessageClass, RequestDefinition } from '@moorage/contracts';
import type { EncodedReply } from '@moorage/messaging';
import type { ErrorCode, FieldFault, Role, Scope } from '@moorage/domain';

/** Whom an operation lets through: anyone, or callers with one of the scopes and at least the role. */
export type Access = 'public' | { scopes: readonly Scope[]; role?: Role };

/** What a request that is not in the expected form is answered with. */
export type FaultCode = 'VALIDATION_ERROR' | 'CONNECTOR_INVALID_CONFIG';

interface Described {
  /** Name of the operation in OpenAPI. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters as OpenAPI writes them: `/v1/things/{thing_id}`. */
  path: `/${string}`;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  /** 200 when absent. 204 has no body: the reply is `Nothing`. */
  status?: 200 | 201 | 204;
  /** Whether the answer shows a secret, this once. */
  secret?: boolean;
  /** Codes besides those of the message and those that any operation can answer. */
  errors?: readonly ErrorCode[];
  /** What faults of the fields are called; `VALIDATION_ERROR` when absent. */
  faultCode?: FaultCode;
  /** Faults that the fields cannot express, found in the body as it came. */
  faults?: (body: Record<string, unknown>) => FieldFault[];
}

/** What is written above a method: it forwards a message, or it names the classes it takes and answers. */
export type OperationSpec<Rep extends object> = Described &
  ({ message: RequestDefinition<object, Rep>; input?: MessageClass; reply?: undefined } | { message?: undefined; input: MessageClass; reply: MessageClass<Rep> });

/** An operation of the API, complete. */
export interface OperationRecord extends Described {
  status: 200 | 201 | 204;
  input: MessageClass;
  reply: MessageClass;
  errors: readonly ErrorCode[];
  /** Whether a service answers it. */
  forwarded: boolean;
  secret: boolean;
  /** Whether an `Idempotency-Key` makes it happen once. Also where a POST only sets a state: a late repetition would undo what came between. */
  once: boolean;
}

const OPERATION = 'moorage:operation';

type Method<Rep extends object> = (...args: never[]) => Promise<Rep | EncodedReply<Rep>>;

export type ControllerClass = new (...args: never[]) => object;

/** A method of a controller that is an operation. */
export interface OperationMethod {
  operation: OperationRecord;
  method(...args: unknown[]): Promise<object>;
}

/**
 * One operation of the REST API: its route, its place in the OpenAPI document, and what it asks of the caller.
 * The method must answer what is promised here, or it does not compile.
 */
export function Operation<Rep extends object>(spec: OperationSpec<Rep>): <M extends Method<Rep>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<M>) => void {
  const operation = completed(spec);
  return (_target, _key, { value }) => Reflect.defineMetadata(OPERATION, operation, value as object);
}

/** All operations of these controllers, in the order in which they are written. */
export function operationsOf(controllers: readonly ControllerClass[]): OperationRecord[] {
  return controllers.flatMap(operationMethodsOf).map(({ operation }) => operation);
}

/** The operations of a controller with their methods. */
export function operationMethodsOf({ prototype }: ControllerClass): OperationMethod[] {
  const methods = Object.getOwnPropertyNames(prototype).map((name) => (prototype as Record<string, unknown>)[name]);
  return methods.flatMap((method) => {
    const operation = typeof method === 'function' && (Reflect.getMetadata(OPERATION, method) as OperationRecord | undefined);
    return operation ? [{ operation, method: method as OperationMethod['method'] }] : [];
  });
}

function completed<Rep extends object>(spec: OperationSpec<Rep>): OperationRecord {
  const { message, input, reply, errors = [], status = 200, secret = false, ...described } = spec;
  const classes = message ? { input: input ?? message.request, reply: message.reply } : { input, reply };
  const once = spec.method === 'POST' && spec.access !== 'public';
  return { ...described, ...classes, status, secret, once, forwarded: message !== undefined, errors: [...(message?.errors ?? []), ...errors] };
}
