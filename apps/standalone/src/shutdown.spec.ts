import { Shutdown } from './shutdown';

describe('the shutdown', () => {
  it('ends what was started, last first, each once, whatever fails on the way', async () => {
    const ended: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add({ stop: async () => void ended.push('database') });
    shutdown.add({ close: () => Promise.reject(new RangeError('stuck')) });
    shutdown.add({ close: async () => void ended.push('gateway') });
    await shutdown.run();
    await shutdown.run();
    expect(ended).toEqual(['gateway', 'database']);
  });
});
