import { AddressFilter } from './address-filter';

function wants(include: string[] | undefined, exclude: string[] | undefined, address: string): boolean {
  return new AddressFilter({ ...(include && { include_patterns: include }), ...(exclude && { exclude_patterns: exclude }) }).wants(new URL(address));
}

it.each([
  ['https://a.test/*', 'https://a.test/x/y', true],
  ['https://a.test/*', 'https://b.test/', false],
  ['*/en/*', 'https://a.test/en/x', true],
  ['*.html', 'https://a.test/x.html?y', false],
  ['https://a.test/', 'https://a.test/', true],
  ['https://a.test/', 'https://a.test/x', false],
  ['https://a.test/*a*a', 'https://a.test/a', false],
  ['https://a.test/*/b/*/b', 'https://a.test/x/b/b', false],
  ['*ab*ba*', 'https://x.test/aba', false],
  ['https://a.test/x.', 'https://a.test/xy', false],
  ['**', 'https://a.test/', true],
])('%s fits %s: %s', (pattern, address, fits) => {
  expect(wants([pattern], undefined, address)).toBe(fits);
  expect(wants(undefined, [pattern], address)).toBe(!fits);
});

it('wants all where nothing is said, and nothing that is excluded', () => {
  expect(wants(undefined, undefined, 'https://a.test/')).toBe(true);
  expect(wants([], ['*/old/*'], 'https://a.test/old/x')).toBe(false);
  expect(wants(['*'], ['*/old/*'], 'https://a.test/old/x')).toBe(false);
});
