import { CommandPolicy } from './command-policy';

const parse = (text: string, wildcard = false) => CommandPolicy.parse(text, { variable: 'ALLOW_STDIO', wildcard });

describe('a list of commands', () => {
  it.each([
    ['', ['npx'], false],
    ['npx -y server', ['npx', '-y', 'server'], true],
    ['npx  -y\tserver', ['npx', '-y', 'server', '--verbose', '/srv'], true],
    ['npx -y server', ['npx', '-y', 'server-of-others'], false],
    ['npx -y server', ['npx', '-y'], false],
    ['npx -y server', ['npx', '-y server'], false],
    ['npx -y server', ['/opt/npx', '-y', 'server'], false],
    ['uvx one, /opt/two', ['/opt/two', 'x'], true],
    ['uvx one, /opt/two,', [], false],
  ])('%j lets %j run: %p', (text, argv, expected) => {
    expect(parse(text).allows(argv)).toBe(expected);
  });

  it('lets everything run with *, where that is accepted', () => {
    expect(parse('*', true).allows(['anything'])).toBe(true);
    expect(parse('*', true).allows([])).toBe(false);
    expect(() => parse('*')).toThrow(/entry 1 of ALLOW_STDIO is \*, which only/);
  });

  it.each([['npx "a b"'], ["sh -c 'x'"], ['npx -y @scope/*'], ['./server'], ['node_modules/.bin/server'], ['npx\u0007 x']])('refuses %j and says why', (entry) => {
    expect(() => parse(`npx, ${entry}`)).toThrow(/entry 2 of ALLOW_STDIO/);
  });
});
