import type { Closing } from '../ground/closing';
import { memoryMiB } from '../ground/usage';
import type { LoadResult } from '../load/load';
import type { SdkRequest } from '../peer/main';
import type { Round } from './contest';
import { each, entries, SessionContest, type BySide, type SessionQuestion } from './session-contest';
import { startSides, type SessionGround, type Side } from './session-sides';

/** Assistant sessions on all ways to server-everything. */
export interface SessionFigures {
  /** initialize and initialized. */
  open: BySide<Round[]>;
  /** tools/call of echo in one session. */
  call: BySide<Round[]>;
  /** The same in several at once. */
  crowds: { sessions: number; rounds: BySide<Round[]> }[];
  /** tools/list in one session. */
  list: BySide<Round[]>;
  /** MiB of the processes in between before the first session, and after the load, all sessions open. */
  memory: BySide<{ name: string; idle: number; worked: number }[]>;
  /** The same call by the client of the SDK: median milliseconds of one round. */
  sdk: BySide<number>;
}

const MESSAGE = 'What goes in comes out.';
const CALL: SessionQuestion = { method: 'tools/call', params: { name: 'echo', arguments: { message: MESSAGE } }, contains: `Echo: ${MESSAGE}` };
const LIST: SessionQuestion = { method: 'tools/list', params: {}, contains: '"inputSchema"' };

export async function measureSessions(ground: SessionGround, closing: Closing): Promise<SessionFigures> {
  const { plan, load } = ground;
  const sides = await startSides(ground, closing);
  const idle = each(sides, memoryOf);
  const all = new SessionContest(load, sides);
  await all.hold(Math.max(...plan.sessions));
  await all.ask(CALL, Math.min(...plan.sessions), plan.warmCallsMs, 1);
  await all.ask(LIST, 1, plan.readMs, 1);
  await all.open(plan.openings, 1);
  const open = await all.open(plan.openings, plan.rounds);
  const call = await all.ask(CALL, 1, plan.callMs, 2 * plan.rounds);
  const list = await all.ask(LIST, 1, plan.callMs, plan.rounds);
  const crowds: SessionFigures['crowds'] = [];
  for (const sessions of plan.sessions) crowds.push({ sessions, rounds: await all.ask(CALL, sessions, plan.callMs, plan.rounds) });
  const memory = each(sides, (side, name) => memoryOf(side).map(({ mib, ...process }, index) => ({ ...process, idle: idle[name]?.[index]?.mib ?? NaN, worked: mib })));
  return { open, call, list, crowds, memory, sdk: await sdkCalls(ground, sides) };
}

function memoryOf({ between }: Side): { name: string; mib: number }[] {
  return Object.entries(between).map(([name, pid]) => ({ name, mib: memoryMiB(pid) }));
}

/** Shows that the lean client measures what a real one sees. */
async function sdkCalls({ peer, plan }: SessionGround, sides: BySide<Side>): Promise<BySide<number>> {
  const figures: BySide<number> = {};
  for (const [name, { place }] of entries(sides)) {
    const request: SdkRequest = { url: `http://127.0.0.1:${place.port}${place.path}`, authorization: place.authorization ?? '', requests: plan.sdkCalls, milliseconds: plan.warmMs, message: MESSAGE };
    figures[name] = (await peer.ask<LoadResult>('call', request)).p50Ms;
  }
  return figures;
}
