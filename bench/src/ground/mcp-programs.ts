import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import { Program, until } from './program';

/** Installed by themselves, see bench/peers. */
const PACKAGES = join(__dirname, '../../peers/node_modules');
const EVERYTHING = join(PACKAGES, '@modelcontextprotocol/server-everything/dist/index.js');
const CIVIC = join(PACKAGES, '@civic/passthrough-mcp-server/dist/cli.js');
const MCP_PROXY = join(PACKAGES, 'mcp-proxy/dist/bin/mcp-proxy.mjs');

/** A program that serves MCP at `/mcp`. */
export interface McpProgram {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** The reference server of MCP with everything in it, over Streamable HTTP. */
export function startEverything(folder: string): Promise<McpProgram> {
  return started('server-everything', folder, (port) => ({ command: ['node', EVERYTHING, 'streamableHttp'], env: { PORT: String(port) } }));
}

/** A gateway that passes on to a server over HTTP and does nothing else. Started through a link it would do nothing at all. */
export function startCivic(folder: string, target: McpProgram): Promise<McpProgram> {
  const env = { TARGET_SERVER_URL: `http://127.0.0.1:${target.port}`, TARGET_SERVER_TRANSPORT: 'httpStream', TARGET_SERVER_MCP_PATH: '/mcp' };
  return started('civic', folder, (port) => ({ command: ['node', realpathSync(CIVIC)], env: { ...env, PORT: String(port) } }));
}

/** A gateway to a command: it has a server-everything of its own, over stdio. */
export function startMcpProxy(folder: string): Promise<McpProgram> {
  return started('mcp-proxy', folder, (port) => ({ command: ['node', MCP_PROXY, '--host', '127.0.0.1', '--port', String(port), '--', 'node', EVERYTHING, 'stdio'], env: {} }));
}

async function started(name: string, folder: string, on: (port: number) => { command: string[]; env: Record<string, string> }): Promise<McpProgram> {
  const port = await freePort();
  const { command, env } = on(port);
  const program = Program.start(name, command, { env, folder, cwd: folder });
  await until(`${name} to answer`, () => (program.assertRunning(), answers(port)));
  return { port, pid: program.pid, stop: () => program.stop() };
}

/** Whether anything is said at all: without a session that is a refusal. */
function answers(port: number): Promise<true | undefined> {
  return fetch(`http://127.0.0.1:${port}/mcp`, { signal: AbortSignal.timeout(1_000) }).then((response) => (void response.body?.cancel(), true as const), () => undefined);
}
