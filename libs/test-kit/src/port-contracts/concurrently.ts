/** Starts `count` pieces of work in the same turn and waits for all; the first rejection is passed on after all have ended. */
export async function concurrently<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
