import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newFolder } from '../installation';
import { run } from '../processes';
import { node22 } from './node-22';

const SUITE = join(__dirname, '..', '..', 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const SDK_CLIENT = join(__dirname, 'sdk-client.mjs');

/** One thing that the suite looked at. */
export interface Check {
  scenario: string;
  id: string;
  name: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

export type Revision = '2025-11-25' | '2026-07-28';

/** What came of one run of the suite. */
export interface SuiteRun {
  /** Whether all passed that the revision requires. */
  conforms: boolean;
  checks: Check[];
}

/** Everything that a revision asks of a server, asked of the one at `url`. */
export function checkServer(url: string, revision: Revision): Promise<SuiteRun> {
  return runSuite(['server', '--url', url, '--requirements', revision]);
}

/** One scenario for clients, with a client of the SDK: straight to the suite's server, or through the Moorage that `environment` names. */
export function checkClient(scenario: string, revision: Revision, environment: Record<string, string> = {}): Promise<SuiteRun> {
  return runSuite(['client', '--command', `${node22()} ${SDK_CLIENT}`, '--scenario', scenario, '--spec-version', revision, '--force'], environment);
}

async function runSuite(args: string[], environment: Record<string, string> = {}): Promise<SuiteRun> {
  await using folder = await newFolder();
  await using suite = run(node22(), [SUITE, ...args, '-o', folder.path], environment);
  const status = await suite.ended;
  const runs = await readdir(folder.path, { recursive: true });
  const checks = await Promise.all(runs.filter((file) => file.endsWith('checks.json')).sort(byTime).map((file) => checksOf(folder.path, file)));
  if (checks.length === 0) throw new Error(`The suite looked at nothing: ${suite.errors()}${suite.output()}`);
  return { conforms: status === 0, checks: checks.flat() };
}

/** A run leaves `<scenario>-<time>/checks.json`; those for servers begin with `server-`. */
const TIME = /-(\d{4}-\d{2}-\d{2}T[\d-]+Z)[/\\]checks\.json$/;
const timeOf = (file: string) => TIME.exec(file)?.[1] ?? '';
const byTime = (one: string, other: string) => timeOf(one).localeCompare(timeOf(other));

async function checksOf(folder: string, file: string): Promise<Check[]> {
  const checks = JSON.parse(await readFile(join(folder, file), 'utf8')) as Omit<Check, 'scenario'>[];
  const scenario = file.replace(TIME, '').replace(/^server-/, '');
  return checks.map(({ id, name, status, errorMessage }) => ({ scenario, id, name, status, ...(errorMessage !== undefined && { errorMessage }) }));
}
