import { statementsIn } from './recorded-statements';

const text = (value: string) => Buffer.from(`${value}\0`);
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65_535)]);
const untyped = (...parts: Buffer[]) => Buffer.concat([int32(4 + Buffer.concat(parts).length), ...parts]);
const message = (type: string, ...parts: Buffer[]) => Buffer.concat([Buffer.from(type), untyped(...parts)]);
const value = (of: string) => Buffer.concat([int32(Buffer.byteLength(of)), Buffer.from(of)]);

it('a session is taken for the statements that were sent, with their values', () => {
  const session = [
    untyped(int32(80_877_103)),
    untyped(int32(196_608), text('user'), text('bench')),
    message('p', text('SCRAM-SHA-256')),
    message('Q', text('BEGIN READ ONLY')),
    message('P', text(''), text('SELECT $1, $2'), int16(0)),
    message('B', text(''), text(''), int16(0), int16(2), value('ü'), int32(-1), int16(0)),
    message('S'),
    message('X'),
  ];
  expect(statementsIn(Buffer.concat(session))).toEqual([
    { text: 'BEGIN READ ONLY', values: [] },
    { text: 'SELECT $1, $2', values: ['ü', null] },
  ]);
});

it('nothing that was said is no statement', () => {
  expect(statementsIn(Buffer.alloc(0))).toEqual([]);
});
