import { createServer } from 'node:net';
import { join } from 'node:path';
import { endingAll, run, until, type Running } from './processes';

/** @modelcontextprotocol/server-everything over Streamable HTTP: a server of the 2025 era that nobody here wrote. */
export async function startEverythingServer(): Promise<Running & { url: string }> {
  const port = await freePort();
  const entry = join(__dirname, '..', 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
  const process = run('node', [entry, 'streamableHttp'], { PORT: String(port) });
  const url = `http://127.0.0.1:${port}/mcp`;
  await until('server-everything to listen', () => fetch(url).then(() => true, () => false)).catch(endingAll([process]));
  return { ...process, url };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
