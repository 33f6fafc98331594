import { describeLogContract } from '@moorage/test-kit';
import { MemoryLog } from './log.memory';

describeLogContract('MemoryLog', async () => {
  const port = new MemoryLog();
  return { port, lines: async () => port.lines.map((line) => ({ ...line, text: JSON.stringify(line) })), dispose: async () => undefined };
});
