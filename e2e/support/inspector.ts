import { join } from 'node:path';
import { node22 } from './conformance/node-22';
import { run } from './processes';

const INSPECTOR = join(__dirname, '..', 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');

/** What the official inspector prints when its command line calls a method at an address; throws with what it complains of. */
export async function inspect<T>(url: string, apiKey: string, ...method: string[]): Promise<T> {
  await using inspector = run(node22(), [INSPECTOR, '--cli', url, '--transport', 'http', '--header', `Authorization: Bearer ${apiKey}`, '--method', ...method], {});
  if ((await inspector.ended) !== 0) throw new Error(`The inspector: ${inspector.errors()}${inspector.output()}`);
  return JSON.parse(inspector.output()) as T;
}
