import { Secret, type McpEra, type ToolListing } from '@moorage/domain';
import { serveHttp } from '@moorage/test-kit';
import { aReader } from '../test/scripted-servers';

const TOKEN = 's3cr3t-"h4rb0ur"';
const META = 'io.modelcontextprotocol/serverInfo';

/** What is made of a tool list, given as the JSON text of its tools, and of the name of its server. */
async function readingOf(tools: string, { era = '2025', name = 'server' }: { era?: McpEra; name?: string } = {}): Promise<ToolListing> {
  const info = { name, version: '1' };
  const greeting = era === '2025' ? { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: info } : undefined;
  const server = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
      if (id === undefined) return response.writeHead(202).end();
      const result = method === 'initialize' ? JSON.stringify(greeting) : `{"resultType":"complete","ttlMs":1,"cacheScope":"private","_meta":${JSON.stringify({ [META]: info })},"tools":[${tools}]}`;
      return response.writeHead(200, { 'content-type': 'application/json' }).end(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
    });
  });
  const { reader, dispose } = aReader();
  try {
    const target = { serverType: 'http', url: Secret.of(server.url), headers: { authorization: Secret.of(`Bearer ${TOKEN}`) }, trustedAddress: false, era } as const;
    return await reader.read(target, { deadlineMs: 3_000 });
  } finally {
    await dispose();
    await server.close();
  }
}

const tool = (fields: object = {}) => JSON.stringify({ name: 'one', inputSchema: { type: 'object' }, ...fields });
const nested = (levels: number) => `{"name":"deep","inputSchema":{"type":"object","a":${'{"a":'.repeat(levels - 2)}1${'}'.repeat(levels - 2)}}}`;

describe.each(['2025', '2026'] as const)('a tool list of %s', (era) => {
  it.each([
    ['tool number 2 repeats the credentials that were sent', `${tool()},${tool({ name: 'two', description: `I know ${TOKEN.toUpperCase()}.` })}`],
    ['tool number 1 repeats the credentials that were sent', tool({ inputSchema: { type: 'object', properties: { [TOKEN]: {} } } })],
    ['tool number 1 is nested too deeply', nested(65)],
    ['tool number 1 is nested too deeply', nested(100_000)],
    ['tool number 1 is nested too deeply', `{"name":"deep","inputSchema":{"type":"object"},"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['tool number 1 has a name that is too long', tool({ name: 'x'.repeat(257) })],
    ['tool number 1 has a name with unprintable characters', tool({ name: 'a\u0000b' })],
    ['tool number 1 has a name with unprintable characters', tool({ name: 'a\nb' })],
    ['tool number 1 has a name with unprintable characters', tool({ name: 'a\ud83d' })],
  ])('is refused because %s', async (what, tools) => {
    const { failure } = await readingOf(tools, { era });
    expect(failure).toMatchObject({ code: 'INVALID_TOOL', message: `The server offers a tool that is not valid: ${what}.` });
  });

  it('may be nested 64 levels deep, hold names of 256 characters and any text', async () => {
    const odd = { name: '🚢'.repeat(128), description: 'Bearer \u0000 \ud83d' };
    expect((await readingOf(`${nested(64)},${tool(odd)}`, { era })).tools).toEqual([expect.objectContaining({ name: 'deep' }), expect.objectContaining(odd)]);
  });

  it('comes from a server whose name is kept clean, and dropped when it repeats a credential', async () => {
    expect(await readingOf(tool(), { era, name: `a\u0000\ud83d${'b'.repeat(500)}` })).toMatchObject({ serverName: `a ${'b'.repeat(98)}`, serverVersion: '1' });
    expect(Object.keys(await readingOf(tool(), { era, name: `for ${TOKEN}` }))).not.toContain('serverName');
  });
});
