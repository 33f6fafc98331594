import { headerValue, isPlainObject, type Failure, type JsonObject, type RpcMessage } from '@moorage/domain';
import type { GuardedResponse } from '@moorage/egress';
import { CONTENT, HttpUpstream } from './http-upstream';
import { messagesAbout } from './messages-in';
import type { OpenExchange } from './open-exchange';

const VERSION = 'io.modelcontextprotocol/protocolVersion';

/** What a message is about, by its method. */
const NAMES: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

/** Streamable HTTP of revision 2026-07-28: no session, and headers that tell what a message is about. Whoever closes the stream of a request gives it up. */
export class StatelessUpstream extends HttpUpstream {
  readonly sessionId = undefined;

  /** All that a server says belongs to a request. */
  async listen(): Promise<Failure | null> {
    return null;
  }

  protected headersOf({ method, params = {} }: RpcMessage & { method?: string; params?: JsonObject }): Record<string, string> {
    const headers = this.http.headers(CONTENT);
    const { _meta } = params;
    const version = isPlainObject(_meta) ? _meta[VERSION] : undefined;
    if (typeof version === 'string') headers['mcp-protocol-version'] = headerValue(version);
    if (method === undefined) return headers;
    headers['mcp-method'] = headerValue(method);
    const name = Object.hasOwn(NAMES, method) ? params[NAMES[method] ?? ''] : undefined;
    if (typeof name === 'string') headers['mcp-name'] = headerValue(name);
    return headers;
  }

  protected note(): void {}

  protected answerIn(_response: GuardedResponse, text: string, { id }: OpenExchange): RpcMessage | undefined {
    return id === undefined ? undefined : messagesAbout(id, text).find((message) => message['id'] === id);
  }
}
