import { ConnectionFailed } from '@moorage/egress';

/** How long an SDK may take to notice that its time is up. */
const GRACE_MS = 100;

/** A net below the waits that are all bounded one by one: an SDK must not be able to wait for what will never come. */
export async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  let fall = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    fall = () => (grace = setTimeout(() => reject(signal.reason instanceof ConnectionFailed ? signal.reason : new ConnectionFailed('RESPONSE_TIMEOUT')), GRACE_MS));
    signal.addEventListener('abort', fall);
    if (signal.aborted) fall();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', fall);
  }
}
