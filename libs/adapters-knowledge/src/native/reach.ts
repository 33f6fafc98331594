import type { GuardedHttp, GuardedSockets } from '@moorage/egress';
import type { FileRoots } from '../files/file-roots';

/** All that a native connector may reach the world with, for one run. */
export interface Reach {
  http: GuardedHttp;
  sockets: GuardedSockets;
  files: FileRoots;
  /** Aborted when time is up or nobody waits any more, with a `ConnectionFailed` as its reason then. Every wait ends with it. */
  signal: AbortSignal;
  now(): Date;
}
