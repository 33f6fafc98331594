import { boundedRun, OUT_OF_TIME } from './bounded-run';

/** Blocks without using the processor, as work does that others keep from it. */
const wait = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('stops work that does not end', () => {
  const pattern = /^(a+)+$/;
  expect(boundedRun(20, () => pattern.test(`${'a'.repeat(60)}!`))).toBe(OUT_OF_TIME);
});

it('does not blame work for the time in which others had the processor', () => {
  let runs = 0;
  const work = () => {
    runs += 1;
    if (runs === 1) wait(5_000);
    return 'done';
  };
  expect([boundedRun(50, work), runs]).toEqual(['done', 2]);
});

it('does not wait for ever either', () => {
  const started = performance.now();
  expect(boundedRun(20, () => wait(60_000))).toBe(OUT_OF_TIME);
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('lets pass what work throws', () => {
  const thrown = new RangeError('no');
  expect(() => boundedRun(1_000, () => {
    throw thrown;
  })).toThrow(thrown);
});
