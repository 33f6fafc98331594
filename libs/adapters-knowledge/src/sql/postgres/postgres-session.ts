import { on } from 'node:events';
import type { OpenSocket } from '@moorage/egress';
import { Client, Query, type QueryArrayConfig, type QueryResult } from 'pg';
import { ActorFailed } from '../../native/actor-failed';
import { ScreenedSocket } from './screened-socket';

export interface PostgresLogin {
  username: string;
  password?: string;
  database: string;
}

/** Values as the server writes them. */
export type TextRow = (string | null)[];

/** What the driver would otherwise take from the environment of this process is not sent, and values stay as the server writes them. */
class PlainClient extends Client {
  constructor(private readonly login: PostgresLogin, wire: ScreenedSocket) {
    const password = async () => login.password ?? '';
    super({ user: login.username, database: login.database, host: 'given', port: 1, password, ssl: false, stream: () => wire, types: { getTypeParser: () => (text: string) => text } });
  }

  getStartupConf(): Record<string, string> {
    return { user: this.login.username, database: this.login.database, application_name: 'Moorage' };
  }
}

const ANSWER_BYTES = 64 * 1024 * 1024;
/** Rows that may wait for whoever reads them. */
const ROWS_AHEAD = 500;
/** How long the server may take to hear that the connection ends. */
const FAREWELL_MS = 500;

/** One transaction on one connection. Its errors are those of the driver; `failureOfPostgresError` knows them. */
export class PostgresSession {
  /** For each answer that is taken as a whole. */
  answerBytes = ANSWER_BYTES;

  private constructor(
    readonly server: string,
    private readonly client: Client,
    private readonly wire: ScreenedSocket,
    private readonly leave: () => void,
  ) {}

  /** Logs in. The connection is closed when that fails, and when the signal says so. */
  static async open({ socket }: OpenSocket, login: PostgresLogin, server: string, signal: AbortSignal): Promise<PostgresSession> {
    const wire = new ScreenedSocket(socket, server);
    const client = new PlainClient(login, wire);
    client.on('error', () => undefined);
    const late = () => wire.destroy(ActorFailed.of('RESPONSE_TIMEOUT', { server }));
    signal.addEventListener('abort', late);
    const session = new PostgresSession(server, client, wire, () => signal.removeEventListener('abort', late));
    try {
      if (signal.aborted) late();
      await client.connect();
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Runs statements without parameters. */
  async run(sql: string): Promise<void> {
    await this.#whole<object>(sql);
  }

  /** All rows of an answer that is small. */
  async rows<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return (await this.#whole<R>(sql, values)).rows;
  }

  /** The rows of an answer of any size, as fast as they are taken. */
  async *stream(sql: string, values: unknown[] = []): AsyncIterable<TextRow> {
    this.wire.grant(Infinity);
    const order: QueryArrayConfig = { text: sql, values, rowMode: 'array' };
    const query = this.client.query(new Query(order));
    const paced = Object.assign(query, { pause: () => this.wire.pause(), resume: () => this.wire.resume() });
    for await (const [row] of on(paced, 'row', { close: ['end'], highWaterMark: ROWS_AHEAD, lowWaterMark: 1 })) yield row as TextRow;
  }

  /** Ends the connection; a transaction that is open is rolled back. */
  close(): void {
    this.leave();
    this.wire.once('finish', () => this.wire.destroy());
    const late = setTimeout(() => this.wire.destroy(), FAREWELL_MS).unref();
    this.wire.once('close', () => clearTimeout(late));
    void this.client.end().catch(() => undefined);
  }

  async #whole<R extends object>(sql: string, values: unknown[] = []): Promise<QueryResult<R>> {
    this.wire.grant(this.answerBytes);
    return this.client.query<R>(sql, values);
  }
}
