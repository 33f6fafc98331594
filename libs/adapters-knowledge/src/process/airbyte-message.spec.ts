import { messageIn } from './airbyte-message';

const FAILED = { type: 'STATUS', succeeded: false, words: 'no' };
const STATUS = '{"connectionStatus":{"status":"FAILED","message":"no"},"type":"CONNECTION_STATUS"}';

describe('a line of a connector', () => {
  it.each([
    ['whatever the order of its members', '{"type":"CONNECTION_STATUS","connectionStatus":{"message":"no","status":"FAILED"}}', FAILED],
    ['with members that nobody knows', '{"x":{"type":"SPEC"},"connectionStatus":{"y":[1],"status":"FAILED","message":"no"},"type":"CONNECTION_STATUS"}', FAILED],
    ['with text behind it', `${STATUS} and } more {`, FAILED],
    ['with another message behind it', `${STATUS}${STATUS.replace('FAILED', 'SUCCEEDED')}`, FAILED],
    ['with brackets and quotes in its texts', '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"}\\\\\\"{["}}', { ...FAILED, words: '}\\"{[' }],
    ['of a status without words', '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}', { type: 'STATUS', succeeded: true, words: '' }],
    ['of an error', '{"type":"TRACE","trace":{"type":"ERROR","error":{"message":"no","failure_type":"transient_error"}}}', { type: 'ERROR', failureType: 'transient_error', words: 'no' }],
    ['of an error with an internal message only', '{"type":"TRACE","trace":{"type":"ERROR","error":{"internal_message":"no"}}}', { type: 'ERROR', failureType: 'system_error', words: 'no' }],
    ['of an error of a type that nobody knows', '{"type":"TRACE","trace":{"type":"ERROR","error":{"message":"no","failure_type":"bad_luck"}}}', { type: 'ERROR', failureType: 'system_error', words: 'no' }],
    ['of an estimate', '{"type":"TRACE","trace":{"type":"ESTIMATE"}}', { type: 'OTHER' }],
    ['of a record', '{"type":"RECORD","record":{"stream":"a","data":{"n":1},"emitted_at":0,"namespace":"b"}}', { type: 'RECORD', stream: 'a', namespace: 'b', data: { n: 1 }, emittedAt: new Date(0) }],
    ['of a record with an impossible instant', '{"type":"RECORD","record":{"stream":"a","data":{},"emitted_at":1e300}}', { type: 'RECORD', stream: 'a', data: {}, emittedAt: expect.any(Date) as Date }],
    ['of a state', '{"type":"STATE","state":{"data":{"a":1}}}', { type: 'STATE', state: { data: { a: 1 } } }],
    ['of a new configuration', '{"type":"CONTROL","control":{"type":"CONNECTOR_CONFIG","connectorConfig":{"config":{"a":1}}}}', { type: 'CONFIGURATION', configuration: { a: 1 } }],
    ['of a log', '{"type":"LOG","log":{"level":"INFO","message":"hello"}}', { type: 'OTHER' }],
    ['of a complaint', '{"type":"LOG","log":{"level":"ERROR","message":"oh"}}', { type: 'COMPLAINT', words: 'oh' }],
  ])('is a message, %s', (_how, line, message) => {
    expect(messageIn(line)).toEqual(message);
  });

  it.each([
    'hello', '', '[]', '{}', '{"type":', '{"type":"CONNECTION_STATUS"', '{"type":5}', '{"type":"toString"}', '{"level":"info"}', '{"type":"CONNECTION_STATUS"}', 'null',
    '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"MAYBE"}}', '{"type":"RECORD","record":{"stream":"a"}}', '{"type":"RECORD","record":{"stream":"a","data":[]}}', `{"a":${'['.repeat(101)}${']'.repeat(101)}}`, '{"a":"',
  ])('is none: %j', (line) => {
    expect(messageIn(line)).toBeNull();
  });

  it('is read in time, however long and whatever it is', () => {
    const since = performance.now();
    for (const each of ['{"a":"\\\\', '{', '{"a":[', '{"type":"LOG","log":{"message":"x"}}']) messageIn(each.padEnd(4_000_000, each));
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
