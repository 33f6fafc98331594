import { join } from 'node:path';
import { Api } from '../ground/api';
import type { Closing } from '../ground/closing';
import { startCivic, startEverything, startMcpProxy, type McpProgram } from '../ground/mcp-programs';
import { startStandalone, type Suite } from '../ground/suite';
import type { McpPlace } from '../load/mcp-connection';
import type { BenchGround } from './bench-ground';

/** One way to server-everything. */
export interface Side {
  place: McpPlace;
  /** All processes that a call needs, whose time is counted. */
  processes: Record<string, number[]>;
  /** Those of them that stand between client and server, by name. */
  between: Record<string, number>;
}

export type SideName = 'direct' | 'one process' | 'three processes' | 'civic' | 'mcp-proxy';

/** What sessions are measured on; `separate` is absent where there is no nats-server to run it on. */
export interface SessionGround extends Pick<BenchGround, 'plan' | 'folder' | 'load' | 'peer'> {
  separate?: Pick<BenchGround, 'suite' | 'api' | 'natsPid' | 'postgresPid'>;
}

/** Starts all ways. The server is one for all but mcp-proxy, which starts one of its own. */
export async function startSides({ folder, separate }: SessionGround, closing: Closing): Promise<Partial<Record<SideName, Side>>> {
  const server = await closing.add(startEverything(folder));
  const [civic, proxy, standalone] = await Promise.all([closing.add(startCivic(folder, server)), closing.add(startMcpProxy(folder)), closing.add(startStandalone(join(folder, 'sessions'), folder))]);
  const sides = { direct: direct(server), 'one process': await ours(standalone, new Api(standalone.ports[0] ?? 0, standalone.apiKey ?? ''), server) };
  return { ...sides, ...(separate && { 'three processes': await threeProcesses(separate, server) }), civic: peer('civic', civic, { server: [server.pid] }), 'mcp-proxy': peer('mcp-proxy', proxy, {}) };
}

function direct({ port, pid }: McpProgram): Side {
  return { place: { port, path: '/mcp' }, processes: { server: [pid] }, between: {} };
}

function peer(name: string, { port, pid }: McpProgram, others: Side['processes']): Side {
  return { place: { port, path: '/mcp' }, processes: { [name]: [pid], ...others }, between: { [name]: pid } };
}

async function threeProcesses({ suite, api, natsPid, postgresPid }: NonNullable<SessionGround['separate']>, server: McpProgram): Promise<Side> {
  const { place, processes, between } = await ours(suite, api, server);
  return { place, processes: { ...processes, NATS: [natsPid], PostgreSQL: [postgresPid] }, between };
}

/** A configuration as usual: with credentials, and tools that are known. */
async function ours(suite: Suite, api: Api, server: McpProgram): Promise<Side> {
  const path = await api.connect(`http://127.0.0.1:${server.port}/mcp`);
  await api.call('POST', `${path}/refresh`);
  const programs = suite.programs.filter(({ name }) => name !== 'knowledge-connector');
  const between = Object.fromEntries(programs.map(({ name, pid }) => [name, pid]));
  const processes = Object.fromEntries(programs.map(({ name, pid }) => [name, [pid]]));
  return { place: { port: suite.ports[0] ?? 0, path: `${path}/mcp`, authorization: api.authorization }, processes: { ...processes, server: [server.pid] }, between };
}
