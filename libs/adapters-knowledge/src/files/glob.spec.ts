import { Glob } from './glob';

describe('A glob', () => {
  it.each([
    ['**', 'a/b/c.txt', true],
    ['*', 'a.txt', true],
    ['*', 'a/b.txt', false],
    ['*.csv', 'a.csv', true],
    ['*.csv', 'b/a.csv', false],
    ['**/*.csv', 'a.csv', true],
    ['**/*.csv', 'a/b/c.csv', true],
    ['a/**/z/*.md', 'a/z/x.md', true],
    ['a/**/z/*.md', 'a/b/z/c/z/x.md', true],
    ['a/**/z/*.md', 'a/b/z/c/x.md', false],
    ['a/**', 'a', true],
    ['?.txt', 'ü.txt', true],
    ['?.txt', 'ab.txt', false],
    ['*.{csv,tsv}', 'a.tsv', true],
    ['{a,b/{c,d}}/*.txt', 'b/d/x.txt', true],
    ['{a,b/{c,d}}/*.txt', 'b/x.txt', false],
    ['a[1].txt', 'a[1].txt', true],
    ['a.txt', 'aXtxt', false],
    ['*a*b', 'xaxaxb', true],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(Glob.parse(pattern).matches(path)).toBe(matches);
  });

  it('takes no longer for patterns that were made to take long', () => {
    const began = performance.now();
    expect(Glob.parse(`${'*a'.repeat(100)}b`).matches('a'.repeat(1_000))).toBe(false);
    expect(Glob.parse(`${'**/a/'.repeat(80)}b`).matches('a/'.repeat(500))).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('is refused when its braces stand for too much', () => {
    expect(() => Glob.parse('{a,b,c,d,e,f}'.repeat(20))).toThrow('stand for more than 100 patterns');
  });
});
