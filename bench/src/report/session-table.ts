import { medianOf, type Round } from '../scenarios/contest';
import { entries, type BySide } from '../scenarios/session-contest';
import type { SessionFigures } from '../scenarios/sessions';
import type { SideName } from '../scenarios/session-sides';
import { atLeast, cost, p50, pace, spread, table, verdict, type Target } from './cells';
import { differenceOf, ratioOf, type Spread } from './figures';

const DASH = '–';

/** Every way to the server, and what it takes. */
export function sessionTable({ open, call, list, crowds, memory, sdk }: SessionFigures): string {
  const rows = entries(call).map(([name, calls]) => [
    name,
    of(open, name, p50),
    `${p50(calls)}, p99 ${medianOf(calls, (round) => round.p99Ms).toFixed(1)} ms`,
    ...crowds.map(({ rounds }) => of(rounds, name, pace)),
    of(list, name, p50),
    of(crowds[0]?.rounds ?? {}, name, cost),
    (memory[name] ?? []).map((each) => `${each.name} ${each.idle.toFixed(0)} → ${each.worked.toFixed(0)}`).join('<br>') || DASH,
    `${(sdk[name] ?? NaN).toFixed(2)} ms`,
  ]);
  const head = ['way', 'session open', 'tools/call', ...crowds.map(({ sessions }) => `${sessions} sessions`), 'tools/list', 'processor time of a call, all processes', 'memory in MiB, idle → after the load', 'tools/call, SDK client'];
  return `${table(head, rows)}${call['three processes'] ? '' : '\nThree processes are left out: there is no nats-server on the PATH.\n'}`;
}

/** What is promised of our ways. */
export function sessionTargets({ call, list, crowds }: SessionFigures): string {
  const ours = (['one process', 'three processes'] as const).filter((name) => call[name]);
  const more: [SideName, number][] = [['one process', 0.5], ['three processes', 1]];
  const rows = [
    ...more.filter(([name]) => call[name]).map(([name, limit]) => row(`what ${name} add${name === 'one process' ? 's' : ''} to tools/call, p50 in ms`, differenceOf(p50s(call[name]), p50s(call.direct)), { words: `≤ ${limit.toFixed(2)}`, met: (ms) => ms <= limit })),
    ...crowds.flatMap(({ sessions, rounds }) => ours.map((name) => row(`${sessions} sessions, ${name} beside civic`, ratioOf(speeds(rounds[name]), speeds(rounds.civic)), atLeast(1)))),
    ...ours.map((name) => row(`tools/list, ${name} beside direct`, ratioOf(p50s(list[name]), p50s(list.direct)), { words: '< 1.00', met: (ratio) => ratio < 1 })),
  ];
  return table(['what', 'figure', 'target'], rows);
}

function row(what: string, figure: Spread, target: Target): string[] {
  return [what, spread(figure), verdict(figure.median, target)];
}

function of(rounds: BySide<Round[]>, name: SideName, cell: (rounds: Round[]) => string): string {
  return cell(rounds[name] ?? []);
}

const p50s = (rounds: Round[] = []): number[] => rounds.map((round) => round.p50Ms);
const speeds = (rounds: Round[] = []): number[] => rounds.map((round) => round.perSecond);
