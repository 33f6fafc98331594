import { RecordedLog } from '../test/recorded-log';
import { NestLog } from './nest-log';

describe('NestLog', () => {
  it('keeps the level of what matters and the class that said it', () => {
    const log = new RecordedLog();
    const nest = new NestLog(log);
    const crash = new TypeError('broken');
    nest.log('started', 'NestFactory');
    nest.warn('odd');
    nest.error('failed', 'the stack', 'Injector');
    nest.error(crash, 'Injector');
    expect(log.lines).toEqual([
      { level: 'debug', message: 'started', fields: { context: 'NestFactory' } },
      { level: 'warn', message: 'odd', fields: {} },
      { level: 'error', message: 'failed', cause: 'the stack', fields: { context: 'Injector' } },
      { level: 'error', message: 'broken', cause: crash, fields: { context: 'Injector' } },
    ]);
  });
});
