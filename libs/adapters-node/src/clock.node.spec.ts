import { NodeClock } from './clock.node';

describe('NodeClock', () => {
  afterEach(() => jest.restoreAllMocks());

  it('stands still while a wall clock that was set back catches up', () => {
    const before = new NodeClock().now();
    jest.spyOn(Date, 'now').mockReturnValue(before.getTime() - 3_600_000);
    expect(new NodeClock().now().getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  it('waits at least as long as it was asked to', async () => {
    const start = performance.now();
    await new NodeClock().wait(20);
    expect(performance.now() - start).toBeGreaterThanOrEqual(18);
  });

  it('rejects with the very reason of the signal, and at once', async () => {
    const stop = new AbortController();
    const waiting = new NodeClock().wait(60_000, stop.signal);
    const reason = { told: 'to stop' };
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(new NodeClock().wait(60_000, stop.signal)).rejects.toBe(reason);
  });

  it('does not take a wait beyond the reach of a timer for no wait at all', async () => {
    const stop = new AbortController();
    const outcome = new NodeClock().wait(2 ** 40, stop.signal).then(
      () => 'over',
      () => 'stopped',
    );
    await new NodeClock().wait(20);
    stop.abort();
    expect(await outcome).toBe('stopped');
  });

  it('does not keep the process alive', () => {
    const timer = jest.spyOn(globalThis, 'setTimeout');
    const stop = new AbortController();
    const waiting = new NodeClock().wait(60_000, stop.signal);
    expect((timer.mock.results[0]?.value as NodeJS.Timeout).hasRef()).toBe(false);
    stop.abort('done');
    return expect(waiting).rejects.toBe('done');
  });
});
