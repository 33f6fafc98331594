import { createHash, randomUUID } from 'node:crypto';

/** One tool of the demo server: what it is for, what it takes, and what it answers. */
export interface DemoTool {
  name: string;
  title: string;
  description: string;
  /** JSON Schema of each argument; all are required. */
  properties: Record<string, object>;
  answer(input: Record<string, string>): string;
}

const text = (description: string, more: object = {}) => ({ type: 'string', maxLength: 100_000, description, ...more });

/** Small things that assistants are bad at without a tool. None of them needs a network or an account. */
export const DEMO_TOOLS: readonly DemoTool[] = [
  {
    name: 'current_time',
    title: 'Current time',
    description: 'The present date and time in a time zone.',
    properties: { timeZone: text('IANA name such as Europe/Zurich, or UTC.') },
    answer: ({ timeZone = 'UTC' }) => new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'long' }).format(new Date()),
  },
  {
    name: 'days_between',
    title: 'Days between two dates',
    description: 'How many days lie between two calendar dates; negative when the second one is earlier.',
    properties: { from: text('Date as YYYY-MM-DD.', { pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), to: text('Date as YYYY-MM-DD.', { pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) },
    answer: ({ from = '', to = '' }) => String(Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)),
  },
  {
    name: 'count_words',
    title: 'Count words',
    description: 'Characters, words and lines of a text.',
    properties: { text: text('The text.') },
    answer: ({ text = '' }) => JSON.stringify({ characters: [...text].length, words: text.split(/\s+/).filter(Boolean).length, lines: text.split('\n').length }),
  },
  {
    name: 'sha256',
    title: 'SHA-256',
    description: 'The SHA-256 digest of a text in hexadecimal.',
    properties: { text: text('The text.') },
    answer: ({ text = '' }) => createHash('sha256').update(text).digest('hex'),
  },
  {
    name: 'new_uuid',
    title: 'New UUID',
    description: 'A fresh random UUID.',
    properties: {},
    answer: () => randomUUID(),
  },
];
