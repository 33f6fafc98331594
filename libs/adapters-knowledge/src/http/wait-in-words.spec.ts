import { waitInWords } from './wait-in-words';

const NOW = new Date('2026-11-21T12:00:00Z');

it.each([
  [{ 'retry-after': '1' }, '1 second'],
  [{ 'retry-after': '119' }, '119 seconds'],
  [{ 'retry-after': '121' }, '3 minutes'],
  [{ 'retry-after': 'Sat, 21 Nov 2026 12:10:00 GMT' }, '10 minutes'],
  [{ 'retry-after': '99999999999' }, '24 hours'],
  [{ 'x-ratelimit-reset': String(NOW.getTime() / 1_000 + 7_200) }, '2 hours'],
  [{ 'retry-after': 'soon' }, 'a minute'],
  [{ 'retry-after': '-5' }, 'a minute'],
  [{}, 'a minute'],
])('a server that says %o is given %s', (headers, words) => {
  expect(waitInWords(headers as Record<string, string>, NOW)).toBe(words);
});
