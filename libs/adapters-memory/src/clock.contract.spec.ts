import { describeClockContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';

describeClockContract('FixedClock', async () => {
  const port = new FixedClock();
  return { port, advance: async (ms) => port.advance(ms), dispose: async () => undefined };
});
