interface CronField {
  name: string;
  from: number;
  to: number;
  /** Names that stand for numbers, the first one for `from`. */
  names?: string[];
}

const MINUTE: CronField = { name: 'minute', from: 0, to: 59 };
const FIELDS: CronField[] = [
  MINUTE,
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of week', from: 0, to: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

/**
 * Why an expression is none that a connection can run by, or `null`: five fields from minute to day of week, in UTC, or six with a second
 * before them, which has to be a single number, so that none comes due more than once a minute. `?` is read as `*`, as in Quartz.
 */
export function cronFault(expression: string): string | null {
  const parts = expression.trim().split(/\s+/);
  if (parts.length < 5 || parts.length > 6) return 'must have five fields (minute, hour, day of month, month, day of week), or six with a second before them';
  const [second, ...rest] = parts.length === 6 ? parts : ['0', ...parts];
  if (!/^\d{1,2}$/.test(second ?? '') || Number(second) > 59) return 'must have a single number from 0 to 59 as its second';
  const at = rest.findIndex((part, index) => !fits(part, FIELDS[index] ?? MINUTE));
  const wrong = FIELDS[at];
  return wrong ? `has a ${wrong.name} that is not *, a number from ${wrong.from} to ${wrong.to}, a range, a step, or a list of these` : null;
}

function fits(part: string, field: CronField): boolean {
  return part.split(',').every((each) => {
    const [span = '', step, ...more] = each.split('/');
    return more.length === 0 && (step === undefined || (/^\d{1,2}$/.test(step) && Number(step) > 0)) && spans(span, field);
  });
}

function spans(span: string, field: CronField): boolean {
  if (span === '*' || span === '?') return true;
  const ends = span.split('-').map((end) => numberOf(end, field));
  return ends.length <= 2 && ends.every((end) => end >= field.from && end <= field.to) && (ends[0] ?? 0) <= (ends[1] ?? Infinity);
}

function numberOf(text: string, { from, names = [] }: CronField): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 ? named + from : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
}
