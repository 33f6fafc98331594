import { describeClockContract } from '@moorage/test-kit';
import { NodeClock } from './clock.node';

describeClockContract('NodeClock', async () => {
  const port = new NodeClock();
  return { port, advance: (ms) => port.wait(ms), dispose: async () => {} };
});
