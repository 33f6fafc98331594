import { MoorageError } from '../../../errors/moorage-error';
import type { RpcRequest } from '../../../model/sessions/rpc';
import type { Chat } from '../chat';
import type { Link } from '../servers/link';

/** Resources that one session may be subscribed to, and characters of the URI of one: all of them are kept with it. */
const MOST_SUBSCRIPTIONS = 1_000;
const LONGEST_URI = 4_096;

/** Refuses a subscription for which a session has no room. */
export function assertRoom({ subscriptions }: Chat, { method, params }: RpcRequest): void {
  const uri = params?.['uri'];
  if (method !== 'resources/subscribe' || typeof uri !== 'string') return;
  if (uri.length > LONGEST_URI) throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'params.uri', message: `params.uri must have at most ${LONGEST_URI} characters`, rule: 'maxLength' }]);
  if (subscriptions.size < MOST_SUBSCRIPTIONS || subscriptions.has(uri)) return;
  throw new MoorageError('UNPROCESSABLE', { message: `A session can be subscribed to ${MOST_SUBSCRIPTIONS} resources. Unsubscribe from some first.` });
}

/** Says again to a server what it has forgotten, until it does not take something. */
export async function restore(link: Link, level: string | undefined, uris: Iterable<string>): Promise<void> {
  if (level !== undefined && !(await link.tell(setLevel(level)))) return;
  for (const uri of uris) if (!(await link.tell(subscribe(uri)))) return;
}

/** Has a server say log messages of this level and worse. Nobody waits for the answer. */
export function setLevel(level: string): RpcRequest {
  return { jsonrpc: '2.0', id: 'moorage/level', method: 'logging/setLevel', params: { level } };
}

/** Has a server tell of changes of a resource. Nobody waits for the answer. */
function subscribe(uri: string): RpcRequest {
  return { jsonrpc: '2.0', id: `moorage/subscribe/${uri}`, method: 'resources/subscribe', params: { uri } };
}
