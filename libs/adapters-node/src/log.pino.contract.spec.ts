import type { JsonObject } from '@moorage/domain';
import { describeLogContract, type LogLine } from '@moorage/test-kit';
import { PinoLog } from './log.pino';

function lineOf(text: string): LogLine {
  const { level, message, ...fields } = JSON.parse(text) as LogLine & JsonObject;
  return { level, message, fields, text };
}

describeLogContract('PinoLog', async () => {
  const written: string[] = [];
  const port = new PinoLog({ service: 'contract', level: 'debug', destination: { write: (line) => void written.push(line) } });
  return { port, lines: async () => written.map(lineOf), dispose: async () => {} };
});
