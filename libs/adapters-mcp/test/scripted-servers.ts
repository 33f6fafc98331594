import type { IncomingMessage } from 'node:http';
import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type McpEra, type McpTarget } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses, type GuardedHttpOptions } from '@moorage/egress';
import { hostileServers, serveHttp, type McpHarness, type RunningServer, type ScriptedFault, type ScriptedServer } from '@moorage/test-kit';
import { McpReader } from '../src';
import { handler2024 } from './handler-2024';
import { handler2025 } from './handler-2025';
import { handler2026 } from './handler-2026';
import type { Notice } from './handler';

const INSTEAD: Partial<Record<ScriptedFault, () => Promise<RunningServer>>> = {
  refused: hostileServers.refusedPort,
  silent: hostileServers.silentHttp,
  unauthorized: hostileServers.status401,
};

const HANDLERS = { '2024': handler2024, '2025': handler2025, '2026': handler2026 };

/** Starts a real MCP server, made with the server SDK of its era, that is as the script says. */
export function serveScript(era: McpEra, script: ScriptedServer, notice: Notice = { openSessions: 0, executedTools: 0 }, onRequest: (request: IncomingMessage) => void = () => undefined): Promise<RunningServer> {
  const instead = script.fault && INSTEAD[script.fault];
  if (instead) return instead();
  const handle = HANDLERS[era](script, notice);
  return serveHttp((request, response) => void (onRequest(request), bodyOf(request)).then((body) => handle(request, response, body)));
}

export function targetOf(server: RunningServer, serverType: 'http' | 'sse' = 'http'): McpTarget {
  return { serverType, url: Secret.of(server.url), headers: {}, trustedAddress: false };
}

/** No machine has a route for TCP to everyone at once. */
export const WITHOUT_ROUTE = '255.255.255.255';

/** A reader that may reach this machine, and try to reach what cannot be reached. */
export function aReader(options: GuardedHttpOptions = {}): { reader: McpReader; dispose(): Promise<void> } {
  const http = new GuardedHttp(EgressPolicy.parse(`127.0.0.0/8,::1,${WITHOUT_ROUTE}`), options);
  const processes = new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW_STDIO', wildcard: true }));
  const reader = new McpReader(http, processes, new MemoryLog());
  const dispose = async () => {
    await reader.close();
    await processes.close();
    http.close();
  };
  return { reader, dispose };
}

/** Opens the harness of one port over servers of one era. */
export function openHarness<P>(era: McpEra, port: (reader: McpReader) => P, serverType: 'http' | 'sse' = 'http'): () => Promise<McpHarness<P>> {
  return async () => {
    const { reader, dispose } = aReader();
    const notice: Notice = { openSessions: 0, executedTools: 0 };
    const servers: RunningServer[] = [];
    return {
      port: port(reader),
      era,
      serve: async (script) => {
        const server = await serveScript(era, script, notice);
        servers.push(server);
        return targetOf(server, serverType);
      },
      noticed: () => ({ ...notice, requests: servers.reduce((sum, server) => sum + server.requests().length, 0) }),
      dispose: async () => {
        await dispose();
        await Promise.all(servers.map((server) => server.close()));
      },
    };
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
