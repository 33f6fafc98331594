import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import type { RpcNotification, RpcResponse } from '../../../model/sessions/rpc';
import type { Renaming } from '../servers/pass-on';
import { prefixedUri } from './names';

/** Where results hold content: of a tool or a message, of resources that were read, of the messages of a prompt. */
const CONTENT = ['content', 'contents', 'messages'] as const;

/** Gives URIs of resources in what a server says the prefix by which a client of the aggregate endpoint can ask for them. */
export function renamingOf(prefix: string): Renaming {
  return {
    response: (response) => inResponse(response, prefix),
    notification: (notification) => inNotification(notification, prefix),
  };
}

function inResponse(response: RpcResponse, prefix: string): RpcResponse {
  const result = response['result'];
  if (!isPlainObject(result)) return response;
  const changed = CONTENT.filter((key) => key in result).map((key) => [key, inContent(result[key] as Json, prefix)]);
  return changed.length === 0 ? response : { ...response, result: { ...result, ...Object.fromEntries(changed) } as JsonObject };
}

function inContent(content: Json, prefix: string): Json {
  if (Array.isArray(content)) return content.map((each) => inContent(each, prefix));
  if (!isPlainObject(content)) return content;
  const { uri, resource, content: inner } = content as JsonObject;
  return {
    ...(content as JsonObject),
    ...(typeof uri === 'string' && { uri: prefixedUri(prefix, uri) }),
    ...(isPlainObject(resource) && { resource: inContent(resource as JsonObject, prefix) }),
    ...(inner !== undefined && { content: inContent(inner, prefix) }),
  };
}

function inNotification(notification: RpcNotification, prefix: string): RpcNotification {
  const uri = notification.params?.['uri'];
  if (notification.method !== 'notifications/resources/updated' || typeof uri !== 'string') return notification;
  return { ...notification, params: { ...notification.params, uri: prefixedUri(prefix, uri) } };
}
