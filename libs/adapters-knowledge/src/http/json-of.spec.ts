import { isTooDeep } from './json-of';

describe('a look at how deep JSON is', () => {
  it('counts brackets outside of strings', () => {
    expect(isTooDeep(JSON.stringify({ text: `${'['.repeat(500)}\\"[` }))).toBe(false);
    expect(isTooDeep('{"a":'.repeat(101))).toBe(true);
    expect(isTooDeep('[]'.repeat(500))).toBe(false);
  });

  it('takes time that grows with the text alone, whatever is in it', () => {
    const began = performance.now();
    for (const text of ['"\\"'.repeat(1_000_000), `"${'x'.repeat(8_000_000)}"`, '"'.repeat(4_000_001)]) expect(isTooDeep(text)).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
