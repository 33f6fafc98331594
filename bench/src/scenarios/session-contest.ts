import type { WorkerProcess } from '../ground/worker-process';
import type { LoadResult } from '../load/load';
import type { AskRequest, HoldRequest, OpenRequest } from '../load/session-load';
import { contest, type Contestant, type Round } from './contest';
import type { Side, SideName } from './session-sides';

/** Three processes may be missing. */
export type BySide<T> = Partial<Record<SideName, T>>;

/** What is asked in a session. */
export type SessionQuestion = Pick<AskRequest, 'method' | 'params' | 'contains'>;

/** Lets all sides do the same in turn. */
export class SessionContest {
  constructor(
    private readonly load: WorkerProcess,
    private readonly sides: BySide<Side>,
  ) {}

  /** Opens the sessions that are asked in. */
  async hold(sessions: number): Promise<void> {
    for (const [name, { place }] of entries(this.sides)) await this.load.ask<void>('holdSessions', { name, place, sessions } satisfies HoldRequest);
  }

  open(requests: number, rounds: number): Promise<BySide<Round[]>> {
    return this.turns(rounds, ({ place }) => this.load.ask<LoadResult>('openSessions', { place, requests } satisfies OpenRequest));
  }

  ask(question: SessionQuestion, sessions: number, milliseconds: number, rounds: number): Promise<BySide<Round[]>> {
    return this.turns(rounds, (_side, name) => this.load.ask<LoadResult>('askSessions', { ...question, name, sessions, milliseconds } satisfies AskRequest));
  }

  private turns(rounds: number, run: (side: Side, name: SideName) => Promise<LoadResult>): Promise<BySide<Round[]>> {
    const contestants = each(this.sides, (side, name) => ({ run: () => run(side, name), processes: side.processes }));
    return contest(contestants as Record<SideName, Contestant>, rounds);
  }
}

export function entries<T>(sides: BySide<T>): [SideName, T][] {
  return Object.entries(sides) as [SideName, T][];
}

export function each<A, B>(sides: BySide<A>, f: (side: A, name: SideName) => B): BySide<B> {
  return Object.fromEntries(entries(sides).map(([name, side]) => [name, f(side, name)])) as BySide<B>;
}
