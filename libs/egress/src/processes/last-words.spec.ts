import { LastWords } from './last-words';

const SECRET = 'p4ss/w+rd of "mine"?';

function quoted(text: string, secrets: string[] = []): string {
  const words = new LastWords();
  for (let start = 0; start < text.length; start += 700) words.push(Buffer.from(text.slice(start, start + 700)));
  return words.quote(secrets);
}

describe('last words', () => {
  it.each([
    ['Error: nothing works\n    at main (/srv/index.js:1:1)\n    at run (/srv/index.js:9:9)\n\nNode.js v20.20.2\n', 'Error: nothing works'],
    ['\u001b[1m\u001b[31mred\u001b[0m \u001b]0;title\u0007and\u0000 \u202Ebent\r50 %\rdone', 'red and bent 50 % done'],
    ['', ''],
  ])('%j are quoted as %j', (said, expected) => {
    expect(quoted(said)).toBe(expected);
  });

  it('are short, and the end of what was said', () => {
    const words = quoted(`${'early '.repeat(10_000)}\n${'late '.repeat(100)}end`);
    expect(words.length).toBeLessThanOrEqual(300);
    expect(words).toMatch(/^….*end$/);
  });

  it.each([
    ['plain', SECRET],
    ['in another case', SECRET.toUpperCase()],
    ['in an address', encodeURIComponent(SECRET)],
    ['in JSON', JSON.stringify({ a: SECRET })],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`:${SECRET}`).toString('base64')],
    ['in base64 for addresses behind a name', Buffer.from(`ada:${SECRET}:x`).toString('base64url')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['with colours inside', `${SECRET.slice(0, 5)}\u001b[31m${SECRET.slice(5)}`],
  ])('never repeat a secret, %s', (_how, text) => {
    const words = quoted(`refused: ${text} was wrong`, [SECRET]);
    expect(words).toContain('•••');
    expect(words).toMatch(/^refused: .* was wrong$/);
    for (const part of ['p4ss', 'mine', Buffer.from(SECRET).toString('base64').slice(4, 14), Buffer.from(`ada:${SECRET}`).toString('base64').slice(8, 18)]) expect(words.toLowerCase()).not.toContain(part.toLowerCase());
  });

  it.each([
    'Authorization: Bearer abcdef',
    'token=abcdef',
    '"apiKey": "abcdef"',
    'https://ada:abcdef@host.test/',
    'eyJabcdef.eyJabcdef.abcdef',
    'ghp_abcdef123456',
    'sk-abcdef123456',
    'X1abcdefghijklmnopqrstuvwxyz',
  ])('leave out what looks like a secret: %s', (text) => {
    expect(quoted(`it said ${text} and left`)).not.toContain('abcdef');
  });

  it('leave everything out where a secret is too short to be found, and where its beginning is lost', () => {
    expect(quoted('a word', ['a'])).toBe('');
    expect(quoted(`${'filler '.repeat(10_000)}${SECRET}`, [`start of ${SECRET}`])).toBe('');
  });

  it('are found in time, whatever was said', () => {
    const since = performance.now();
    for (const each of ['a', '_', '=', 'token=', '://', ' ', 'eyJ', '\u001b]']) quoted(each.repeat(32_000 / each.length), [SECRET]);
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
