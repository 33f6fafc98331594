const UNITS = [
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const LONGEST_SECONDS = 24 * 3_600;

/** How long a server wants us to wait, in words; `a minute` when it does not say. Reads `Retry-After`, and the reset that GitHub tells. */
export function waitInWords(headers: Record<string, string>, now: Date): string {
  const seconds = Math.min(secondsOf(headers, now), LONGEST_SECONDS);
  if (!(seconds > 0)) return 'a minute';
  const [unit, size] = UNITS.find(([, each]) => seconds >= each * 2) ?? UNITS[2];
  const count = Math.ceil(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function secondsOf(headers: Record<string, string>, now: Date): number {
  const asked = headers['retry-after'] ?? '';
  if (/^\d+$/.test(asked)) return Number(asked);
  const until = asked === '' ? Number(headers['x-ratelimit-reset']) * 1_000 : Date.parse(asked);
  return Math.ceil((until - now.getTime()) / 1_000);
}
