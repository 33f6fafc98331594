import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { DemoFault } from '@moorage/domain';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A silent server gives up after this time, so that no socket stays for ever. */
const SILENCE_MS = 120_000;

/** How each fault behaves on the wire. */
const ANSWERS: Record<DemoFault, Answer> = {
  wrong_token: (_request, response) => send(response, 401, 'application/json', '{"error":"invalid_token"}', { 'WWW-Authenticate': 'Bearer error="invalid_token"' }),
  silent: (_request, response) => void setTimeout(() => response.destroy(), SILENCE_MS).unref(),
  login_page: (_request, response) => send(response, 200, 'text/html', '<!doctype html><title>Sign in</title><form method="post"><input type="password" name="password"></form>'),
  dropped_connection: (request) => request.socket.destroy(),
  no_tools: (request, response) => void withoutTools(request, response),
  not_mcp: (_request, response) => send(response, 200, 'application/json', '{"hello":"world"}'),
};

/** Answers in the way the fault says; an unknown one is a path that does not exist. */
export function brokenAnswer(fault: string | undefined, ...[request, response]: Parameters<RequestListener>): void {
  const answer = fault && Object.hasOwn(ANSWERS, fault) ? ANSWERS[fault as DemoFault] : undefined;
  if (answer) return answer(request, response);
  send(response, 404, 'text/plain', 'There is nothing here.');
}

/** A server of the 2025 era that is healthy but for its empty tool list. */
async function withoutTools(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = await readJson(request);
  if (message?.id === undefined) return send(response, message ? 202 : 400, 'text/plain', '');
  const results: Record<string, object> = {
    initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'moorage-demo-without-tools', version: '1.0.0' } },
    'tools/list': { tools: [] },
  };
  const result = results[message.method ?? ''];
  const answer = result ? { result } : { error: { code: -32601, message: 'Method not found' } };
  send(response, 200, 'application/json', JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer }));
}

async function readJson(request: IncomingMessage): Promise<{ id?: unknown; method?: string } | null> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > 100_000) return null;
  }
  try {
    return JSON.parse(text) as { id?: unknown; method?: string };
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': contentType, ...headers }).end(body);
}
