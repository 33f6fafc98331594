import { identityOf } from './server-identity';

describe('what a server calls itself', () => {
  it.each([
    ['GitHub MCP Server', 'GitHub MCP Server'],
    [' zażółć 🚢 ', 'zażółć 🚢'],
    ['a\u0000b\r\nc\u001b[31m', 'a b c [31m'],
    ['half\ud83d', 'half'],
    ['x'.repeat(5_000), 'x'.repeat(100)],
    [`${'x'.repeat(99)}🚢`, 'x'.repeat(99)],
    ['\u0000\ud83d ', undefined],
    ['', undefined],
    [7, undefined],
  ])('%j is kept as %j', (said, kept) => {
    expect(identityOf(said, [])).toBe(kept);
  });

  it('is dropped when it repeats a credential', () => {
    expect(identityOf('1.0 (s3cr3t-h4rb0ur)', ['Bearer s3cr3t-h4rb0ur'])).toBeUndefined();
    expect(identityOf(`${'x'.repeat(95)}s3cr3t-h4rb0ur`, ['Bearer s3cr3t-h4rb0ur'])).toBeUndefined();
  });
});
