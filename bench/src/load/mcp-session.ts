import { McpConnection, type McpAnswer, type McpPlace, type SessionHeaders } from './mcp-connection';

const PROTOCOL_VERSION = '2025-11-25';
const CLIENT = { protocolVersion: PROTOCOL_VERSION, capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } };

/** One session as a client of the SDK has it: a connection for what it asks, and one for the standing stream. */
export class McpSession {
  private asked = 0;

  private constructor(
    private readonly place: McpPlace,
    private asking: McpConnection,
    private readonly listening: McpConnection,
    private readonly headers: SessionHeaders,
  ) {}

  /** Introduces itself and opens the standing stream; `openedMs` is until the server has taken `initialized`. */
  static async open(place: McpPlace): Promise<{ session: McpSession; openedMs: number }> {
    const began = performance.now();
    const asking = await McpConnection.open(place);
    const answer = await asking.ask('POST', {}, requestOf(0, 'initialize', CLIENT), '"result"');
    const headers = headersOf(place, answer);
    const { status } = await asking.ask('POST', headers, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    if (status !== 202) throw new Error(`${place.path} answered initialized with ${status}`);
    const openedMs = performance.now() - began;
    const listening = await McpConnection.open(place);
    listening.listen(headers);
    return { session: new McpSession(place, asking, listening, headers), openedMs };
  }

  /** Asks, and answers the milliseconds until the answer was there. */
  async ask(method: string, params: object, contains: string): Promise<number> {
    const id = (this.asked += 1);
    await this.refresh();
    const sent = performance.now();
    const { status, message, heardAt } = await this.asking.ask('POST', this.headers, requestOf(id, method, params), `"id":${id}`);
    if (status !== 200 || !message.includes(contains)) throw new Error(`${method} was answered with ${status}: ${message.slice(0, 300)}`);
    return heardAt - sent;
  }

  async close(): Promise<void> {
    this.listening.close();
    await this.refresh();
    await this.asking.ask('DELETE', this.headers);
    this.asking.close();
  }

  private async refresh(): Promise<void> {
    if (!this.asking.stale) return;
    this.asking.close();
    this.asking = await McpConnection.open(this.place);
  }
}

function headersOf({ path }: McpPlace, { status, head, message }: McpAnswer): SessionHeaders {
  if (status !== 200) throw new Error(`${path} answered initialize with ${status}: ${message.slice(0, 300)}`);
  const { result } = JSON.parse(message) as { result: { protocolVersion: string } };
  const sessionId = /\r\nmcp-session-id: *([^\r]+)/i.exec(head)?.[1];
  return { ...(sessionId && { sessionId }), protocolVersion: result.protocolVersion };
}

function requestOf(id: number, method: string, params: object): string {
  return JSON.stringify({ method, params, jsonrpc: '2.0', id });
}
