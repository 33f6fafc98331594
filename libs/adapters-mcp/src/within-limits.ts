import type { ProbeLimits } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';

/** Does `work` with a signal that is aborted when its time is up, and with `CANCELLED` when nobody wants it any more. */
export async function withinLimits<T>({ deadlineMs, signal }: ProbeLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const cancel = () => stop.abort(new ConnectionFailed('CANCELLED'));
  const deadline = setTimeout(() => stop.abort(), deadlineMs);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', cancel);
  }
}
