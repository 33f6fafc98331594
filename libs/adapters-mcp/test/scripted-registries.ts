import type { IncomingMessage, ServerResponse } from 'node:http';
import { REGISTRY_LIMITS, type JsonObject } from '@moorage/domain';
import { hostileServers, serveHttp, type RunningServer, type ScriptedRegistry, type ScriptedRegistryFault } from '@moorage/test-kit';

type Answer = (response: ServerResponse, page: { index: number; url: URL }) => void;

const INSTEAD: Partial<Record<ScriptedRegistryFault, () => Promise<RunningServer>>> = { refused: hostileServers.refusedPort };

const FAULTS: Partial<Record<ScriptedRegistryFault, Answer>> = {
  silent: () => undefined,
  not_found: (response) => response.writeHead(404).end(),
  closed: (response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
  not_json: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
  no_list: (response) => json(response, { servers: 'none' }),
  too_large: (response) => json(response, { servers: [{ name: 'x'.repeat(REGISTRY_LIMITS.pageBytes) }] }),
  elsewhere: (response) => response.writeHead(302, { location: 'https://elsewhere.example.test/v0.1/servers' }).end(),
};

/** Starts a registry that is as the script says. Its address is the base that people enter. */
export async function serveRegistry(script: ScriptedRegistry): Promise<RunningServer> {
  const instead = script.fault && INSTEAD[script.fault];
  const server = await (instead?.() ?? serveHttp((request, response) => answer(script, request, response)));
  return { ...server, url: new URL(server.url).origin };
}

function answer(script: ScriptedRegistry, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const url = new URL(request.url ?? '/', 'http://registry.test');
  const index = Number(url.searchParams.get('cursor')?.replace('page-', '') ?? 0);
  const fault = script.fault && FAULTS[script.fault];
  if (fault) fault(response, { index, url });
  else if (url.pathname !== '/v0.1/servers' || url.searchParams.get('version') !== 'latest') response.writeHead(404).end();
  else if (script.fault === 'fails_later' && index > 0) response.writeHead(500).end();
  else json(response, pageOf(script, index, url.searchParams));
}

function pageOf({ servers, pageSize, fault }: ScriptedRegistry, index: number, query: URLSearchParams): unknown {
  if (fault === 'repeated_cursor') return { servers, metadata: { nextCursor: 'page-1' } };
  if (fault === 'endless_pages') return { servers: servers.slice(0, 1), metadata: { nextCursor: `page-${index + 1}` } };
  const matching = servers.filter((each) => JSON.stringify((each['server'] as JsonObject)['name']).includes(query.get('search') ?? ''));
  const size = Math.min(pageSize ?? Infinity, Number(query.get('limit') ?? 30));
  const more = (index + 1) * size < matching.length;
  return { servers: matching.slice(index * size, (index + 1) * size), metadata: { count: matching.length, ...(more && { nextCursor: `page-${index + 1}` }) } };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
