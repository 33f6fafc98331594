import type { Socket } from 'node:net';
import type { OpenSocket } from '@moorage/egress';
import { createConnection, type Connection } from 'mysql2';
import { ActorFailed } from '../../native/actor-failed';

export interface MysqlLogin {
  username: string;
  password?: string;
  database: string;
}

/** Values as the server writes them. */
export type ByteRow = (Buffer | null)[];

/** Agrees on TLS over the connection, when it is to be used. */
export type Upgrade = () => Promise<OpenSocket>;

/** What mysql2 does not document, but needs for TLS that is agreed on outside of it. A spec with a real server watches over it. */
interface Internals {
  stream: Socket;
  packetParser: { execute(chunk: Buffer): void };
  startTLS(onSecure: (error?: Error) => void): void;
}

/** For an answer that is taken as a whole, and for one row of any other. */
const ANSWER_BYTES = 32 * 1024 * 1024;

/** One session on one connection. Its errors are those of the driver; `failureOfMysqlError` knows them. */
export class MysqlSession {
  /** Resolves when the connection is encrypted, and when it never will be. */
  readonly secured: Promise<void>;
  /** Resolves when the server has let us in. */
  readonly ready: Promise<void>;
  readonly #connection: Connection;
  #allowance = ANSWER_BYTES;

  constructor(
    { socket }: OpenSocket,
    login: MysqlLogin,
    upgrade: Upgrade | null,
    readonly server: string,
    private readonly signal: AbortSignal,
  ) {
    this.#connection = createConnection({
      stream: socket,
      host: server,
      user: login.username,
      password: login.password ?? '',
      database: login.database,
      ssl: upgrade ? {} : undefined,
      connectTimeout: 0,
      flags: ['-LOCAL_FILES'],
      // Names of columns come from the server, and would be put into code
      disableEval: true,
    });
    this.#connection.on('error', () => undefined);
    this.secured = upgrade ? this.#upgraded(upgrade) : Promise.resolve();
    this.ready = new Promise((resolve, reject) => this.#connection.connect((error) => (error ? reject(error) : resolve())));
    for (const promise of [this.secured, this.ready]) promise.catch(() => undefined);
    this.#watch(socket);
    signal.addEventListener('abort', this.#late);
    socket.resume();
  }

  /** All rows of an answer that is small, as text. */
  async rows<R extends object>(sql: string): Promise<R[]> {
    this.#allowance = ANSWER_BYTES;
    return new Promise((resolve, reject) => {
      const typeCast = (field: { string(encoding?: BufferEncoding): string | null }) => field.string('utf8');
      this.#connection.query({ sql, typeCast }, (error, rows) => (error ? reject(error) : resolve(rows as R[])));
    });
  }

  /** The rows of an answer of any size, as fast as they are taken. */
  async *stream(sql: string): AsyncIterable<ByteRow> {
    for await (const row of this.#connection.query({ sql, rowsAsArray: true, typeCast: false }).stream({ highWaterMark: 100 })) {
      this.#allowance = ANSWER_BYTES;
      yield row as ByteRow;
    }
  }

  /** Ends the connection; a transaction that is open is rolled back. */
  close(): void {
    this.signal.removeEventListener('abort', this.#late);
    this.#connection.destroy();
    this.#internals.stream.destroy();
  }

  readonly #late = (): void => {
    this.#internals.stream.destroy(ActorFailed.of('RESPONSE_TIMEOUT', { server: this.server }));
  };

  get #internals(): Internals {
    return this.#connection as unknown as Internals;
  }

  #upgraded(upgrade: Upgrade): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#internals.startTLS = (onSecure) => {
        this.#internals.stream.removeAllListeners('data');
        upgrade().then(
          ({ socket }) => {
            this.#goOn(socket);
            resolve();
            onSecure();
          },
          (error: unknown) => {
            reject(error);
            onSecure(ActorFailed.of('TLS_FAILED', { host: this.server }));
          },
        );
      };
    });
  }

  #goOn(socket: Socket): void {
    this.#internals.stream = socket;
    socket.on('error', (error) => this.#connection.emit('error', error)).on('data', (chunk: Buffer) => this.#internals.packetParser.execute(chunk));
    this.#watch(socket);
  }

  /** Ends a connection over which more comes than is allowed. */
  #watch(socket: Socket): void {
    socket.prependListener('data', (chunk: Buffer) => {
      this.#allowance -= chunk.length;
      if (this.#allowance < 0) socket.destroy(ActorFailed.of('ANSWER_TOO_LARGE', { server: this.server, limit: `${ANSWER_BYTES / 1024 / 1024} MiB` }));
    });
  }
}
