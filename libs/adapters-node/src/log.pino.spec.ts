import { Secret, type JsonObject } from '@moorage/domain';
import { PinoLog, type LogLevel } from './log.pino';

function open(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = new PinoLog({ service: 'gateway', level, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, records: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('PinoLog', () => {
  it('writes one JSON object a line', () => {
    const { log, lines, records } = open();
    log.info('started\nhere', { port: 8080 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{[^\n]+\}\n$/);
    expect(records()[0]).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/) as string, service: 'gateway', instance: expect.stringMatching(/^.+:\d+$/) as string, message: 'started\nhere', port: 8080 });
  });

  it('writes messages without fields', () => {
    const { log, records } = open();
    log.debug('a');
    log.warn('b');
    log.error('c');
    expect(records().map(({ level, message }) => [level, message])).toEqual([['debug', 'a'], ['warn', 'b'], ['error', 'c']]);
  });

  it('writes nothing below its level', () => {
    const { log, records } = open('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    expect(records().map(({ message }) => message)).toEqual(['c']);
  });

  it.each([
    'authorization', 'Proxy-Authorization', 'apiKey', 'api_key', 'x-api-key', 'token', 'accessToken', 'refresh_token', 'password',
    'secret', 'clientSecret', 'credentials', 'cookie', 'Set-Cookie', 'privateKey', 'passphrase',
  ])('redacts %s at any depth', (name) => {
    const { log, lines } = open();
    log.info('x', { [name]: 'VALUE', list: [{ deep: { [name]: { inner: 'VALUE' } } }] });
    log.error('x', { [name]: ['VALUE'] }, { [name]: 'VALUE' });
    expect(lines.join('')).not.toContain('VALUE');
    expect(lines.join('')).toContain('[redacted]');
  });

  it('keeps numbers and truths under such names', () => {
    const { log, records } = open();
    log.info('x', { tokenCount: 3, hasPassword: true, secret: null });
    expect(records()[0]).toMatchObject({ tokenCount: 3, hasPassword: true, secret: null });
  });

  it('never shows a Secret', () => {
    const { log, lines } = open();
    log.info('x', { header: Secret.of('VALUE') } as unknown as JsonObject);
    expect(lines[0]).toContain('[secret]');
    expect(lines[0]).not.toContain('VALUE');
  });

  it('ends circles', () => {
    const { log, lines } = open();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    log.info('x', circle as JsonObject);
    expect(lines[0]).toContain('[too deep]');
  });

  it('writes an error with stack, code and causes, and leaves out what drivers hang on it', () => {
    const { log, lines, records } = open();
    const root = Object.assign(new TypeError('connect failed'), { code: 'ECONNREFUSED', parameters: ['VALUE'] });
    log.error('failed', new RangeError('query failed', { cause: root }), { step: 1 });
    expect(records()[0]).toMatchObject({
      message: 'failed',
      step: 1,
      error: { name: 'RangeError', message: 'query failed', stack: expect.stringContaining('log.pino.spec') as string, cause: { name: 'TypeError', code: 'ECONNREFUSED' } },
    });
    expect(lines[0]).not.toContain('VALUE');
  });
});
