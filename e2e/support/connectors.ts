import { join } from 'node:path';
import { commandLines } from './command-lines';

const FOLDER = join(__dirname, 'connectors');

/** Commands that speak the Airbyte protocol: a destination as published, and a source on a published kit. */
export const CONNECTORS = {
  faros: ['node', join(FOLDER, 'faros-destination.cjs')],
  harbour: ['node', join(FOLDER, 'harbour-source.cjs')],
};

/** What `ALLOW_PROCESSES` has to say for them. */
export const ALLOWED_CONNECTORS = Object.values(CONNECTORS).map((words) => words.join(' ')).join(',');

/** The command lines of those that run now and are told `words`. */
export async function connectorsRunning(words = ''): Promise<string[]> {
  return (await commandLines()).filter((line) => line.includes(FOLDER) && line.includes(words));
}
