import { headerValue } from './header-value';

describe('a value in a header', () => {
  it('is itself where it can be', () => {
    for (const plain of ['us-west1', 'get weather', 'file:///projects/a.json', 'a\tb', '']) expect(headerValue(plain)).toBe(plain);
  });

  it('is marked and in Base64 where it would be changed, refused or misread', () => {
    expect(headerValue('Hello, 世界')).toBe('=?base64?SGVsbG8sIOS4lueVjA==?=');
    expect(headerValue(' padded ')).toBe('=?base64?IHBhZGRlZCA=?=');
    expect(headerValue('line1\nline2')).toBe('=?base64?bGluZTEKbGluZTI=?=');
    expect(headerValue('=?base64?literal?=')).toBe('=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=');
  });
});
