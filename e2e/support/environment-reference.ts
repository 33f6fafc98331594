import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './processes';

/** What an app reads from its environment, after the reference that is generated from its env class. */
export interface Known {
  all: string[];
  required: string[];
}

export function variablesOf(app: string): Known {
  const rows = readFileSync(join(ROOT, 'docs/reference/environment.md'), 'utf8').matchAll(/^\| `(\w+)` \|.*\| ([^|]+) \|$/gm);
  const readers = [...rows].map(([, name = '', apps = '']) => ({ name, apps: apps.split(', ') }));
  const named = (text: string) => readers.filter(({ apps }) => apps.includes(text)).map(({ name }) => name);
  const required = named(`**${app}**`);
  return { all: [...named(app), ...required], required };
}
