import { Client } from 'pg';
import { recordedStatements } from '../ground/recorded-statements';
import { socketsLeft } from '../ground/sockets';
import { memoryMiB } from '../ground/usage';
import type { BenchGround } from './bench-ground';
import { contest, type Contestant, type Duel } from './contest';
import { bareChecks, inlineChecks, knowledgePath, type Amount } from './inline-checks';

/** A check of a PostgreSQL that asks for a password, beside the driver that does the same. */
export interface DatabaseCheckFigures {
  /** One after another. */
  single: Duel;
  /** 64 at once. */
  crowd: Duel;
  crowdRequests: number;
  /** MiB of each process before the first crowd, and after each of them. */
  memory: { name: string; figures: number[] }[];
  /** Connections to the tested server that were still open after the last crowd. */
  socketsLeft: number;
}

const CROWD = 64;

export async function measureDatabaseChecks(ground: BenchGround): Promise<DatabaseCheckFigures> {
  const { plan, suite, testedUrl } = ground;
  await giveSomethingToRead(testedUrl);
  const duel = await duelists(ground);
  const [single, crowd] = [duel({ requests: plan.checks, connections: 1 }), duel({ requests: plan.crowdChecks, connections: CROWD })];
  await contest(duel({ requests: plan.checks * 2, connections: 8 }), 1);
  const singles = await contest(single, plan.rounds);
  const memory = suite.programs.map(({ name, pid }) => ({ name, pid, figures: [memoryMiB(pid)] }));
  const note = () => memory.forEach(({ pid, figures }) => figures.push(memoryMiB(pid)));
  const noting = { ...crowd.ours, run: () => crowd.ours.run().finally(note) };
  const crowds = await contest({ ...crowd, ours: noting }, plan.crowdRounds);
  const left = await socketsLeft(Number(new URL(testedUrl).port), suite.programs.map(({ pid }) => pid));
  return { single: singles, crowd: crowds, crowdRequests: plan.crowdChecks, memory, socketsLeft: left };
}

async function duelists(ground: BenchGround): Promise<(amount: Amount) => Record<'ours' | 'bare', Contestant>> {
  const { api, testedUrl } = ground;
  const knowledge = await knowledgePath(ground);
  const statements = await recordedStatements(Number(new URL(testedUrl).port), (port) => api.call('POST', `${knowledge}/sources/test`, bodyFor(testedUrl, port)));
  if (statements.length === 0) throw new Error('a check asked the database nothing');
  return (amount) => ({
    ours: inlineChecks(ground, knowledge, bodyFor(testedUrl), amount),
    bare: bareChecks(ground, 'database', { url: testedUrl, statements }, amount),
  });
}

function bodyFor(url: string, throughPort?: number): { source_definition_id: string; configuration: object } {
  const { hostname: host, port, pathname, username, password } = new URL(url);
  const configuration = { host, port: throughPort ?? Number(port), database: pathname.slice(1), username, password, schemas: ['public'], ssl_mode: { mode: 'disable' } };
  return { source_definition_id: 'def_postgres', configuration };
}

async function giveSomethingToRead(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('CREATE TABLE orders AS SELECT n AS id, now() AS placed_at, md5(n::text) AS reference FROM generate_series(1, 1000) AS n');
  await client.end();
}
