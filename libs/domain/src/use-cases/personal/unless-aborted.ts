/** The answer of `work`, or the signal's reason as soon as it is aborted. The work itself goes on. Leaves no listener at the signal. */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', leave));
}
