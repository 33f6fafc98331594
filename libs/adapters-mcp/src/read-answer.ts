import { isPlainObject } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse } from '@moorage/egress';
import { failureOfContentType, failureOfStatus, type Circumstances } from './classify-failure';
import { EventReader, readEvents } from './event-reader';

export type RpcId = string | number;

export interface Answer {
  /** The JSON-RPC message that answers the request. */
  message: Record<string, unknown>;
  /** How long it was, decoded. */
  bytes: number;
  /** Settles when nothing more comes, which may be long after the answer. */
  end: Promise<void>;
}

const ERROR_BODY_BYTES = 64 * 1024;
/** How long the end of a stream may take after the answer before we go on without it. Nearly always it has come already. */
const STREAM_END_MS = 10;

/**
 * Reads the answer to request `id`, whether it comes as JSON or in a stream of events, and nothing else that may come with it.
 * Everything is read here, under the limits of the body, so that no fault is left for the SDK to swallow.
 */
export async function readAnswer(response: GuardedResponse, id: RpcId, now: Circumstances): Promise<Answer> {
  const type = essenceOf(response.headers['content-type']);
  if (response.status < 200 || response.status > 299) throw await refusal(response, type, now);
  if (response.status === 202 || response.status === 204) return skipped(response, new ConnectionFailed('INVALID_ANSWER'));
  if (type === 'application/json') return readJson(response, id);
  if (type === 'text/event-stream') return readStream(response, id);
  return skipped(response, failureOfContentType(type));
}

/** The content type without its parameters. */
export function essenceOf(contentType: string | string[] | undefined): string {
  return String(contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

async function skipped(response: GuardedResponse, error: ConnectionFailed): Promise<never> {
  await response.body.skip();
  throw error;
}

async function refusal(response: GuardedResponse, type: string, now: Circumstances): Promise<ConnectionFailed> {
  if (response.status !== 400 || type !== 'application/json') {
    await response.body.skip();
    return failureOfStatus(response, now);
  }
  const text = await response.body.text(ERROR_BODY_BYTES).catch(() => '');
  const body = parsed(text);
  const code = isPlainObject(body) && isPlainObject(body.error) ? body.error.code : undefined;
  return failureOfStatus(response, now, typeof code === 'number' ? code : undefined);
}

async function readJson(response: GuardedResponse, id: RpcId): Promise<Answer> {
  const body = await response.body.bytes();
  const value = parsed(body.toString('utf8'));
  const message = (Array.isArray(value) ? value : [value]).find((each) => answers(each, id));
  if (!message) throw new ConnectionFailed('INVALID_ANSWER');
  return { message, bytes: body.length, end: Promise.resolve() };
}

async function readStream(response: GuardedResponse, id: RpcId): Promise<Answer> {
  let found: Record<string, unknown> | undefined;
  let bytes = 0;
  let tellFound = (): void => undefined;
  const coming = new Promise<void>((resolve) => (tellFound = resolve));
  const reader = new EventReader((data, type) => {
    const message = found || type !== 'message' ? undefined : parsed(data);
    if (!answers(message, id)) return;
    found = message;
    bytes = data.length;
    setTimeout(tellFound, STREAM_END_MS).unref();
  });
  const end = readEvents(response.body, reader);
  await Promise.race([coming, end]);
  if (!found) throw new ConnectionFailed('INVALID_ANSWER');
  return { message: found, bytes, end: end.catch(() => undefined) };
}

/** The JSON value of a text; `undefined` when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is the answer to the request with this id. */
export function answers(value: unknown, id: RpcId): value is Record<string, unknown> {
  return isPlainObject(value) && value.id === id && ('result' in value || 'error' in value);
}
