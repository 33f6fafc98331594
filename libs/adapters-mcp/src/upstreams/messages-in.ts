import { isPlainObject, isTooDeep, rpcMessageOf, type RpcId, type RpcMessage } from '@moorage/domain';
import { parsed } from '../read-answer';

/** The messages in a text: one, or several where an old revision bundles them. What is none is left out. */
export function messagesIn(text: string): RpcMessage[] {
  const value = isTooDeep(text) ? undefined : parsed(text);
  const message = rpcMessageOf(value);
  if (message) return [message];
  return Array.isArray(value) ? value.map(rpcMessageOf).filter((each) => each !== null) : [];
}

/** The same of a text that can only be the answer to one request: an error without an id is about that one, for the server could not read which it was. */
export function messagesAbout(id: RpcId, text: string): RpcMessage[] {
  const found = messagesIn(text);
  if (found.length > 0 || isTooDeep(text)) return found;
  const value = parsed(text);
  const answer = isPlainObject(value) && (value['id'] ?? null) === null ? rpcMessageOf({ ...value, id }) : null;
  return answer && 'error' in answer ? [answer] : [];
}
