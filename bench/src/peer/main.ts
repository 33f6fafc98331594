// The peer of a test through REST: the plain SDK client as its documentation shows it, a new one each time, with the default fetch.
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

serveWorks({ test });

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
