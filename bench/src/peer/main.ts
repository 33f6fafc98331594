// The plain SDK client as its documentation shows it, with the default fetch: the peer of a test through REST, a new one each time; and in one session.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { serveWorks } from '../ground/worker';
import type { LoadResult } from '../load/load';
import { measured } from '../load/rounds';

export interface PeerRequest {
  url: string;
  connections: number;
  requests: number;
  milliseconds: number;
}

export interface SdkRequest {
  url: string;
  authorization: string;
  requests: number;
  milliseconds: number;
  message: string;
}

serveWorks({ test, call });

function test({ url, connections, requests, milliseconds }: PeerRequest): Promise<LoadResult> {
  const lanes = Array.from({ length: connections }, () => () => visit(new URL(url)));
  return measured(lanes, (asked, elapsedMs) => asked < requests && elapsedMs < milliseconds);
}

/** initialize, initialized, tools/list, DELETE. */
async function visit(url: URL): Promise<void> {
  const transport = new StreamableHTTPClientTransport(url);
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  if (tools.length === 0) throw new Error('the server has no tools');
  await transport.terminateSession();
  await client.close();
}

/** tools/call of echo, one after the other in one session. */
async function call({ url, authorization, requests, milliseconds, message }: SdkRequest): Promise<LoadResult> {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization } } });
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(transport);
  const ask = async () => void (await client.callTool({ name: 'echo', arguments: { message } }));
  const result = await measured([ask], (asked, elapsedMs) => asked < requests && elapsedMs < milliseconds);
  await transport.terminateSession();
  await client.close();
  return result;
}
