// A connector of the Airbyte protocol that does nothing but start, answer and end, as small as one can be: its own time counts for
// whoever runs it. It marks its coming and going in a file, if its configuration names one, for others to count how many ran at once.
import { appendFileSync, readFileSync } from 'node:fs';

/** What a check is told. */
export interface ConnectorConfiguration {
  token: string;
  marks?: string;
  /** How long it waits, as if for a server. */
  wait_ms?: number;
}

const SPEC = {
  connectionSpecification: {
    type: 'object',
    required: ['token'],
    properties: { token: { type: 'string', airbyte_secret: true }, marks: { type: 'string' }, wait_ms: { type: 'integer', minimum: 0 } },
  },
};

const [verb, ...words] = process.argv.slice(2);
if (verb === 'spec') say({ type: 'SPEC', spec: SPEC });
else check(JSON.parse(readFileSync(words[words.indexOf('--config') + 1] ?? '', 'utf8')) as ConnectorConfiguration);

function check({ marks, wait_ms: waitMs = 0 }: ConnectorConfiguration): void {
  const mark = (sign: '+' | '-') => marks !== undefined && appendFileSync(marks, sign);
  const answer = () => (say({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } }), mark('-'));
  mark('+');
  if (waitMs > 0) setTimeout(answer, waitMs);
  else answer();
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
