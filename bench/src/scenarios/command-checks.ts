import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorConfiguration } from '../connector/main';
import { CHECK_COMMAND, COMMANDS_AT_ONCE } from '../ground/suite';
import type { BenchGround } from './bench-ground';
import { contest, type Contestant, type Duel } from './contest';
import { bareChecks, inlineChecks, knowledgePath, type Amount } from './inline-checks';

/** A check by a command, beside the command itself. */
export interface CommandCheckFigures {
  /** One after another. */
  single: Duel;
  bursts: Burst[];
}

/** Many checks that come at once, beside as many commands of which as many run at a time as may here. */
export interface Burst {
  checks: number;
  /** How long each command waits, as if for a server. */
  waitMs: number;
  rounds: Duel;
  /** How many commands ran at the same time, as they say themselves. */
  mostAtOnce: Record<keyof Duel, number>;
}

const TOKEN = 'bench-token-0123456789';

export async function measureCommandChecks(ground: BenchGround): Promise<CommandCheckFigures> {
  const { plan } = ground;
  const duel = await duelists(ground);
  const each = { configuration: { token: TOKEN }, amount: { requests: plan.commandChecks, connections: 1 } };
  await contest(duel({ ours: each, bare: each }), 1);
  const single = await contest(duel({ ours: each, bare: each }), plan.rounds);
  const bursts: Burst[] = [];
  for (const waitMs of plan.burstWaitsMs) bursts.push(await burst(ground, duel, waitMs));
  return { single, bursts };
}

type Duelists = (each: Record<keyof Duel, { configuration: ConnectorConfiguration; amount: Amount }>) => Record<keyof Duel, Contestant>;

async function duelists(ground: BenchGround): Promise<Duelists> {
  const knowledge = await knowledgePath(ground);
  const { source_definition_id } = await ground.api.call<{ source_definition_id: string }>('POST', `${knowledge}/source-definitions`, { name: 'Bench', kind: 'process', command: CHECK_COMMAND });
  return ({ ours, bare }) => ({
    ours: inlineChecks(ground, knowledge, { source_definition_id, configuration: ours.configuration }, ours.amount),
    bare: bareChecks(ground, 'command', { command: CHECK_COMMAND, configuration: bare.configuration }, bare.amount),
  });
}

async function burst(ground: BenchGround, duel: Duelists, waitMs: number): Promise<Burst> {
  const { burst: checks, burstRounds } = ground.plan;
  const files = { ours: join(ground.folder, `marks-${waitMs}-ours`), bare: join(ground.folder, `marks-${waitMs}-bare`) };
  const part = (marks: string, connections: number) => ({ configuration: { token: TOKEN, marks, wait_ms: waitMs }, amount: { requests: checks, connections } });
  const rounds = await contest(duel({ ours: part(files.ours, checks), bare: part(files.bare, COMMANDS_AT_ONCE) }), burstRounds);
  const most = (file: string) => mostAtOnce(file, checks * burstRounds);
  return { checks, waitMs, rounds, mostAtOnce: { ours: most(files.ours), bare: most(files.bare) } };
}

/** From the marks of commands: a `+` when one begins, a `-` when it has answered. */
function mostAtOnce(file: string, runs: number): number {
  const marks = existsSync(file) ? readFileSync(file, 'utf8') : '';
  let [running, most] = [0, 0];
  for (const mark of marks) {
    running += mark === '+' ? 1 : -1;
    most = Math.max(most, running);
  }
  if (running !== 0 || marks.length !== 2 * runs) throw new Error(`${runs} checks left ${marks.length} marks, ${running} of them without an end`);
  return most;
}
