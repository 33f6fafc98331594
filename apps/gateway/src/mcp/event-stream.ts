import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

const HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };

/** An answer of server-sent events, one for each message. Writes no faster than the client reads. */
export class EventStream {
  readonly #beat: NodeJS.Timeout;

  private constructor(
    private readonly raw: ServerResponse,
    private readonly signal: AbortSignal,
    keepAliveMs: number,
  ) {
    this.#beat = setInterval(() => this.#comment(), keepAliveMs);
    raw.once('close', () => clearInterval(this.#beat));
  }

  /** Begins the answer with this status and the headers that it has so far. `signal` ends every wait for the client. */
  static open(reply: FastifyReply, { signal, keepAliveMs }: { signal: AbortSignal; keepAliveMs: number }): EventStream {
    const { raw, statusCode } = reply.hijack();
    raw.statusCode = statusCode;
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS })) if (value !== undefined) raw.setHeader(name, value);
    raw.flushHeaders();
    return new EventStream(raw, signal, keepAliveMs);
  }

  /** Resolves when there is room for another one, or the client has left. */
  async send(message: string): Promise<void> {
    if (this.#over || this.raw.write(`event: message\ndata: ${lines(message)}\n\n`)) return;
    await roomIn(this.raw, this.signal);
  }

  /** A client that has not even taken what it was sent so far is not waited for. */
  end(): void {
    clearInterval(this.#beat);
    if (this.raw.writableNeedDrain) this.raw.destroy();
    else if (!this.#over) this.raw.end();
  }

  get #over(): boolean {
    return this.raw.destroyed || this.raw.writableEnded;
  }

  /** Not to a client that does not read: that would only pile up. */
  #comment(): void {
    if (!this.#over && !this.raw.writableNeedDrain) this.raw.write(': keep-alive\n\n');
  }
}

/** A line break in JSON means nothing, but would end the event. */
function lines(message: string): string {
  return /[\r\n]/.test(message) ? message.replace(/\r\n|\r|\n/g, '\ndata: ') : message;
}

function roomIn(raw: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      raw.off('drain', done).off('close', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) return resolve();
    raw.once('drain', done).once('close', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
