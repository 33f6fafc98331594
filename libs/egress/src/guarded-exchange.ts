import type { ConnectTimings } from './connect-timings';
import type { GuardedBody } from './guarded-body';
import type { LineRequest } from './line';
import type { LineUse } from './origin-pool';
import type { StopSignal } from './stop-signal';

export interface GuardedRequest {
  method: LineRequest['method'];
  headers: Record<string, string>;
  body?: string;
  /** The operator configured this address: private networks are open to it. */
  trusted: boolean;
  /**
   * Ends everything, the body of the answer included. The failure is the signal's reason where that is a `ConnectionFailed`;
   * otherwise time has run out, and the failure says during what.
   */
  signal: StopSignal;
  /** Bytes of the decoded body, past which it is cut. */
  maxBytes: number;
  /** Milliseconds, counted from when the connection is open, after which an answer that has not begun is given up. */
  patienceMs?: number;
  /** Told what opening the connection took, once it is open and before the request goes out; nothing was taken where it was open already. */
  onOpen?: (timings: ConnectTimings) => void;
  /** What the connection is taken for; `brief` when absent. */
  use?: LineUse;
  /** Whether it must not be sent a second time where a kept connection was closed under it: it may have been obeyed all the same. */
  once?: boolean;
}

export interface GuardedResponse {
  /** Where it came from, after all redirects. */
  url: URL;
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: GuardedBody;
  /** What opening the connection took; empty on a connection that was open already. */
  timings: ConnectTimings;
}
