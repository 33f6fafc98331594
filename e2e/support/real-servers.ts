import { createServer } from 'node:net';
import { join } from 'node:path';
import { endingAll, run, until, type Running } from './processes';

const PACKAGES = join(__dirname, '..', 'node_modules');

/** Entry points of servers that nobody here wrote. */
export const ENTRIES = {
  everything: join(PACKAGES, '@modelcontextprotocol/server-everything/dist/index.js'),
  filesystem: join(PACKAGES, '@modelcontextprotocol/server-filesystem/dist/index.js'),
  memory: join(PACKAGES, '@modelcontextprotocol/server-memory/dist/index.js'),
  thinking: join(PACKAGES, '@modelcontextprotocol/server-sequential-thinking/dist/index.js'),
  budget: join(PACKAGES, '@modelcontextprotocol/server-budget-allocator/dist/index.js'),
  cohorts: join(PACKAGES, '@modelcontextprotocol/server-cohort-heatmap/dist/index.js'),
  scenarios: join(PACKAGES, '@modelcontextprotocol/server-scenario-modeler/dist/index.js'),
  monitor: join(PACKAGES, '@modelcontextprotocol/server-system-monitor/dist/index.js'),
  proxy: join(PACKAGES, 'mcp-proxy/dist/bin/mcp-proxy.mjs'),
  fastmcp: join(__dirname, 'fastmcp-server.mjs'),
};

const COMMANDS = [ENTRIES.everything, ENTRIES.filesystem, ENTRIES.memory, ENTRIES.thinking, ENTRIES.budget, ENTRIES.cohorts, ENTRIES.scenarios, ENTRIES.monitor];

/** What `ALLOW_STDIO` has to say for those of them that are run as commands. */
export const ALLOWED_COMMANDS = COMMANDS.map((entry) => `node ${entry}`).join(',');

/** A server of ours to start and stop, where it listens. */
export interface Listening extends Running {
  origin: string;
}

/** @modelcontextprotocol/server-everything over Streamable HTTP (`/mcp`) or over the older HTTP+SSE (`/sse`): a server of the 2025 era. */
export function startEverythingServer(transport: 'streamableHttp' | 'sse' = 'streamableHttp'): Promise<Listening> {
  return listening((port) => run('node', [ENTRIES.everything, transport], { PORT: String(port) }));
}

/** mcp-proxy in front of a command: Streamable HTTP of both eras on `/mcp` and HTTP+SSE on `/sse`, on one address. */
export function startProxy(command: string[]): Promise<Listening> {
  return listening((port) => run('node', [ENTRIES.proxy, '--host', '127.0.0.1', '--port', String(port), '--', ...command], {}, { detached: true }));
}

/** A server of the MCP Apps examples over Streamable HTTP. */
export function startBudgetServer(): Promise<Listening> {
  return listening((port) => run('node', [ENTRIES.budget], { PORT: String(port) }));
}

export function startFastMcp(): Promise<Listening> {
  return listening((port) => run('node', [ENTRIES.fastmcp], { PORT: String(port) }));
}

async function listening(start: (port: number) => Running): Promise<Listening> {
  const port = await freePort();
  const running = start(port);
  const origin = `http://127.0.0.1:${port}`;
  await until('a server to listen', () => fetch(origin).then((response) => response.body?.cancel().then(() => true) ?? true, () => false)).catch(endingAll([running]));
  return { ...running, origin };
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
