import { headerText, headerValue } from './header-value';

it.each([
  ['us-west1', 'us-west1'],
  ['us west 1', 'us west 1'],
  ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
  [' padded ', '=?base64?IHBhZGRlZCA=?='],
  ['line1\nline2', '=?base64?bGluZTEKbGluZTI=?='],
  ['a\tb', '=?base64?YQli?='],
  ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
  ['', '=?base64??='],
  ['x', 'x'],
])('%j travels in a header as %s', (value, header) => {
  expect(headerValue(value)).toBe(header);
  expect(headerText(header)).toBe(value);
});

it('a large value is encoded, too', () => {
  expect(headerValue('é'.repeat(200_000))).toHaveLength(Math.ceil(400_000 / 3) * 4 + 11);
});

it('what is marked as Base64 and is none says nothing', () => {
  expect(headerText('=?base64?%%%?=')).toBeUndefined();
});
