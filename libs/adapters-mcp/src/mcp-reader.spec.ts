import type { FailureCode } from '@moorage/domain';
import { serveHttp } from '@moorage/test-kit';
import { aReader, targetOf } from '../test/scripted-servers';

/** The failure of a server that answers `server/discover` with an error, and `initialize` with a status. */
async function failureWith(status: number): Promise<FailureCode | undefined> {
  const server = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      if (method === 'initialize') return response.writeHead(status).end();
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }));
    });
  });
  const { reader, dispose } = aReader();
  try {
    return (await reader.read(targetOf(server), { deadlineMs: 3_000 })).failure?.code;
  } finally {
    await dispose();
    await server.close();
  }
}

describe('of two tries that failed', () => {
  it.each([
    [429, 'RATE_LIMITED_BY_SERVER'],
    [401, 'AUTHENTICATION_REQUIRED'],
  ])('the second is believed when its failure, %d, has nothing to do with the era', async (status, code) => {
    expect(await failureWith(status)).toBe(code);
  });

  it('the one that came further is believed when both may be due to the era', async () => {
    expect(await failureWith(404)).toBe('SERVER_REPORTED_ERROR');
  });
});
