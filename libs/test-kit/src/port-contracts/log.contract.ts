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

const API_KEY = `mrg_${'a1B2c3D4'.repeat(5)}`.slice(0, 42);
const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEifQ.c2lnbmF0dXJlLW9mLWl0';

/** Texts by the secret that stands in them. */
const TELLTALE_TEXTS: [secret: string, text: string][] = [
  [API_KEY, `the key ${API_KEY} was refused`],
  ['q7w8e9r0t1', 'sent authorization: Bearer q7w8e9r0t1'],
  [JWT, `token=${JWT}`],
  ['hunter2', 'cannot reach postgres://moorage:hunter2@db:5432/moorage'],
  ['p/w@d', 'cannot reach postgres://moorage:p/w@d@db:5432/moorage'],
  ['s3cret-token', 'cannot reach nats://s3cret-token@nats:4222'],
  ['k3y-1n-query', 'GET https://example.test/mcp?team=a&api_key=k3y-1n-query failed'],
];

const LONGEST_LINE = 64_000;

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

  'secrets-in-texts: a secret that can be told by its form shows nowhere, in message, field, error or stack': async ({ port, lines }) => {
    for (const [, text] of TELLTALE_TEXTS) {
      port.info(text);
      port.warn('field', { reason: text, nested: [{ text }] });
      port.error('cause', new RangeError('outer', { cause: new TypeError(`first line\n${text}`) }));
      port.error('no error', text);
    }
    const written = (await lines()).map(({ text }) => text).join('');
    expect(TELLTALE_TEXTS.filter(([secret]) => written.includes(secret)).map(([secret]) => secret)).toEqual([]);
  },

  'ordinary-texts-stay: addresses, ids and sentences without a secret are written as they are': async ({ port, lines }) => {
    const texts = ['http://127.0.0.1:8080/mcp?team=a@b', 'pconf_01abc', 'the bearer of bad news', 'postgres://db:5432/moorage', 'mrg_abcd…'];
    for (const text of texts) port.info(text, { text });
    expect((await lines()).map(({ message, fields }) => [message, fields.text])).toEqual(texts.map((text) => [text, text]));
  },

  'bounded: a line has at most 64,000 characters and says what was cut, and a secret is not laid bare by the cut': async ({ port, lines }) => {
    const long = `${'x'.repeat(7_980)} postgres://moorage:hunter2-${'y'.repeat(200)}@db/moorage ${'\u0001'.repeat(200_000)}`;
    port.info(long, { long });
    port.warn('wide', { list: Array.from({ length: 50_000 }, (_, index) => index), long });
    port.error('failed', new RangeError(long));
    const written = await lines();
    expect(written.map(({ text }) => text.length).filter((length) => length > LONGEST_LINE)).toEqual([]);
    for (const { text } of written) expect(text).toMatch(/cut\]/);
    expect(written.filter(({ text }) => text.includes('hunter2'))).toEqual([]);
  },

  'any-fields: fields that cannot be read do not keep the rest from being written': async ({ port, lines }) => {
    const hostile = {
      get broken(): string {
        throw new RangeError('not to be read');
      },
    };
    expect(await rejectionOf(() => port.info('line', { fine: 1, hostile } as unknown as JsonObject))).toBeUndefined();
    expect((await lines()).map(({ message, fields }) => [message, fields.fine])).toEqual([['line', 1]]);
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
