import { EgressPolicy, GuardedHttp } from '@moorage/egress';
import { describeServerRegistryContract, hostileServers, serveHttp, type RunningServer } from '@moorage/test-kit';
import { serveRegistry } from '../../test/scripted-registries';
import { HttpServerRegistry } from './server-registry.http';

describeServerRegistryContract('HttpServerRegistry', async () => {
  const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
  const servers: RunningServer[] = [];
  return {
    port: new HttpServerRegistry(http),
    serve: async (script) => {
      const server = await serveRegistry(script);
      servers.push(server);
      return server.url;
    },
    requests: () => servers.reduce((sum, server) => sum + server.requests().length, 0),
    dispose: async () => {
      http.close();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
});

describe('HttpServerRegistry', () => {
  const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
  const registry = new HttpServerRegistry(http);
  afterAll(() => http.close());

  async function listingOf(server: RunningServer, deadlineMs = 3_000) {
    try {
      return await registry.list({ url: server.url, limit: 100 }, { deadlineMs });
    } finally {
      await server.close();
    }
  }

  it.each(['endlessJson', 'endlessHtml', 'gzipBomb'] as const)('gives up on an answer without an end: %s', async (name) => {
    const { failure } = await listingOf(await hostileServers[name]());
    expect(failure).toMatchObject({ code: 'NOT_A_REGISTRY', message: expect.stringContaining('too large') as string });
  });

  it('gives up on an answer that drips', async () => {
    expect((await listingOf(await hostileServers.slowDrip(), 300)).failure?.code).toBe('RESPONSE_TIMEOUT');
  });

  it('reads registries of before September 2025, whose cursor is written otherwise', async () => {
    const server = await serveHttp((request, response) => {
      const second = request.url?.includes('cursor=two');
      response.end(JSON.stringify({ servers: [{ name: second ? 'b' : 'a' }], metadata: second ? {} : { next_cursor: 'two' } }));
    });
    expect(await listingOf(server)).toEqual({ servers: [{ name: 'a' }, { name: 'b' }], pages: 2, complete: true });
  });

  it('never repeats the words of a registry, nor the query of its address', async () => {
    const server = await serveHttp((_request, response) => response.writeHead(418, { 'content-type': 'text/plain' }).end('s3cr3t words'));
    const { failure } = await listingOf({ ...server, url: `${server.url}?key=s3cr3t` });
    expect(JSON.stringify(failure)).not.toContain('s3cr3t');
    expect(failure?.message).toContain('HTTP 418');
  });

  it('reaches private addresses no more than any other server that somebody entered', async () => {
    const guarded = new GuardedHttp(EgressPolicy.parse(''));
    const server = await serveRegistry({ servers: [] });
    const { failure } = await new HttpServerRegistry(guarded).list({ url: server.url, limit: 1 }, { deadlineMs: 3_000 });
    guarded.close();
    await server.close();
    expect([failure?.code, server.connections()]).toEqual(['ADDRESS_NOT_ALLOWED', 0]);
  });
});
