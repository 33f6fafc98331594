/** Lets a clock that stands still keep up with real time, for clauses that measure it. The answer ends that. */
export function followRealTime(clock: { advance(ms: number): void }): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    clock.advance(now - last);
    last = now;
  }, 5);
  return () => clearInterval(timer);
}
