import { ConnectionFailed, type ConnectTimings, type GuardedRequest, type GuardedResponse } from '@moorage/egress';
import type { Reach } from '../native/reach';

/** What a connector asks a server. */
export interface Ask {
  url: URL;
  method?: GuardedRequest['method'];
  headers?: Record<string, string>;
  body?: string;
  /** Bytes past which the answer is given up. */
  maxBytes?: number;
  /** Milliseconds after which an answer that has not begun is given up; the end of the run when absent. */
  patienceMs?: number;
}

/** An answer, read to its end. */
export interface Answer {
  /** Where it came from, after redirects within the origin. */
  url: URL;
  status: number;
  /** By lower-case name. */
  headers: Record<string, string>;
  bytes: Buffer;
}

/** How we call ourselves, in requests and to robots.txt. */
export const USER_AGENT = 'Moorage';

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** The web as a connector sees it: whole answers, of limited size, within the time of the run. Every error is a `ConnectionFailed`. */
export class Web {
  constructor(
    private readonly reach: Reach,
    /** Told what opening a connection took, as far as it came, whenever one had to be opened. */
    private readonly onOpen?: (timings: ConnectTimings) => void,
  ) {}

  async ask({ url, method = 'GET', headers = {}, body, maxBytes = MAX_ANSWER_BYTES, patienceMs }: Ask): Promise<Answer> {
    const { signal } = this.reach;
    const all = { 'user-agent': USER_AGENT, ...headers };
    const response = await this.#requested(url, { method, headers: all, body, trusted: false, signal, maxBytes, patienceMs, onOpen: this.onOpen });
    return { url: response.url, status: response.status, headers: plain(response.headers), bytes: await response.body.bytes() };
  }

  async #requested(url: URL, request: GuardedRequest): Promise<GuardedResponse> {
    try {
      return await this.reach.http.request(url, request);
    } catch (error) {
      if (error instanceof ConnectionFailed) this.onOpen?.(error.timings);
      throw error;
    }
  }
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]));
}
