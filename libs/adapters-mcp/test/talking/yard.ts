import type { IncomingMessage, ServerResponse } from 'node:http';
import { MemoryLog } from '@moorage/adapters-memory';
import type { Failure, JsonObject, McpEra, McpTarget, RpcMessage, Upstream, UpstreamSettings } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { serveHttp, type RunningServer } from '@moorage/test-kit';
import { McpUpstreams } from '../../src';
import { targetOf } from '../scripted-servers';

/** A message that a scripted server has been sent; no message comes with a GET or a DELETE. */
export interface Heard {
  request: IncomingMessage;
  response: ServerResponse;
  message: { id?: string | number; method?: string } & JsonObject;
}

/** Everything that one test of ways to servers opens. */
export class Yard {
  readonly http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
  readonly processes = new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW_STDIO', wildcard: true }));
  readonly upstreams = new McpUpstreams(this.http, this.processes, new MemoryLog());
  readonly overheard: RpcMessage[] = [];
  readonly #servers: RunningServer[] = [];

  /** A server that answers as `answer` does, which sees the whole request. */
  async serve(answer: (heard: Heard) => void): Promise<McpTarget> {
    const server = await serveHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer({ request, response, message: chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Heard['message']) : {} }));
    });
    this.#servers.push(server);
    return targetOf(server);
  }

  open(target: McpTarget, era: McpEra = '2025', session?: UpstreamSettings['session']): Upstream {
    return this.upstreams.open(target, { era, onMessage: (message) => this.overheard.push(message), ...(session && { session }) });
  }

  async close(): Promise<void> {
    await this.processes.close();
    this.http.close();
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}

/** Sends a request, and answers what came of it. */
export async function asked(upstream: Upstream, method = 'tools/call', params: JsonObject = {}, signal = new AbortController().signal): Promise<{ failure: Failure | null; heard: RpcMessage[] }> {
  const heard: RpcMessage[] = [];
  const failure = await upstream.send({ jsonrpc: '2.0', id: `${method} 1`, method, params }, { signal, onMessage: (message) => heard.push(message) });
  return { failure, heard };
}

/** The text of a response. */
export function responseTo(id: unknown, result: JsonObject = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

/** Begins a stream of events. */
export function streamed(response: ServerResponse, text = ''): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);
}
