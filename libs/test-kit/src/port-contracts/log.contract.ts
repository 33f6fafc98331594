import type { JsonObject, Log } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';

/** One line as it left the process. */
export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  /** The fields of the line by name; the log may add its own. */
  fields: JsonObject;
  /** The whole line as text, as a reader of the log file sees it. */
  text: string;
}

/** Opens a log that lets every level through. */
export interface LogHarness extends Harness {
  port: Log;
  lines(): Promise<LogLine[]>;
}

const CREDENTIAL_NAMES = [
  ...['token', 'accessToken', 'access_token', 'password', 'secret', 'clientSecret', 'apiKey', 'api_key'],
  ...['authorization', 'Authorization', 'cookie', 'credentials', 'privateKey'],
];

export const logContract = defineContract<LogHarness>('log', {
  'levels: each method writes one line of its level with the message': async ({ port, lines }) => {
    port.debug('a');
    port.info('b');
    port.warn('c');
    port.error('d');
    expect((await lines()).map(({ level, message }) => [level, message])).toEqual([['debug', 'a'], ['info', 'b'], ['warn', 'c'], ['error', 'd']]);
  },

  'fields: fields stand on the line as they were given': async ({ port, lines }) => {
    const fields = { configurationId: 'pconf_1', toolCount: 3, text: UNUSUAL_TEXT, nested: { list: [1, null, 'x'] } };
    port.info('refreshed', fields);
    port.error('failed', undefined, fields);
    for (const line of await lines()) expect(line.fields).toMatchObject(fields);
  },

  'credentials-are-redacted: fields named like credentials never show their value, at any depth': async ({ port, lines }) => {
    const value = 's3cr3t-value';
    for (const name of CREDENTIAL_NAMES) {
      port.info('flat', { [name]: value });
      port.warn('nested', { request: { headers: [{ [name]: { inner: value } }] } });
      port.error('with a cause', undefined, { [name]: [value] });
    }
    const written = await lines();
    expect(written).toHaveLength(3 * CREDENTIAL_NAMES.length);
    expect(written.filter(({ text }) => text.includes(value)).map(({ text }) => text)).toEqual([]);
  },

  'fields-are-left-alone: redacting does not change the object given': ({ port }) => {
    const fields = { token: 'a', nested: { password: 'b' } };
    port.info('line', fields);
    expect(fields).toEqual({ token: 'a', nested: { password: 'b' } });
  },

  'cause: an error is logged with its message and its stack': async ({ port, lines }) => {
    const cause = new TypeError('socket closed');
    port.error('failed', cause);
    const [line] = await lines();
    expect(line?.text).toContain('socket closed');
    expect(line?.text).toContain('log.contract');
  },

  'any-cause: whatever was thrown can be logged': async ({ port, lines }) => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    for (const cause of [undefined, null, 'text', 7, Symbol('s'), circular, Object.create(null), 10n]) {
      expect(await rejectionOf(() => port.error('failed', cause))).toBeUndefined();
    }
    expect(await lines()).toHaveLength(8);
  },

  'one-line: no message or field can forge a line of its own': async ({ port, lines }) => {
    const forged = 'first\n{"level":"error","msg":"forged"}\r\nthird';
    port.info(forged, { field: forged });
    const written = await lines();
    expect(written).toHaveLength(1);
    expect(written[0]?.text).not.toMatch(/[\r\n](?!$)/);
  },
});

export const describeLogContract = logContract.describe;
