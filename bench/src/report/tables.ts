import type { FormFigures, FormName } from '../scenarios/forms';
import { medianOf, type Round } from '../scenarios/contest';
import type { ReadFigures } from '../scenarios/reads';
import type { CheckFigures } from '../scenarios/checks';
import type { SessionFigures } from '../scenarios/sessions';
import type { Comparison, TestFigures } from '../scenarios/tests';
import { atLeast, atMost, cost, heading, p50, pace, perSecond, spread, table, verdict, type Target } from './cells';
import { ratioOf } from './figures';
import { checkTable } from './check-table';
import { sessionTable, sessionTargets } from './session-table';

/** All that one run measures. */
export interface Figures {
  tests: TestFigures;
  checks: CheckFigures;
  reads: ReadFigures[];
  sessions: SessionFigures;
  forms: Record<FormName, FormFigures>;
}

/** The figures as tables of Markdown. */
export function tablesOf({ tests, checks, reads, sessions, forms }: Partial<Figures>): string {
  const parts = [
    tests && heading('A test through REST, beside the plain SDK client', testTable(tests)),
    checks && heading('A check through REST, beside the bare driver and the bare command', checkTable(checks)),
    reads && heading('Reads through three processes, beside bare chains', readTable(reads)),
    reads && heading('Processor time of a read in µs, 64 at once', costTable(reads)),
    sessions && heading('Assistant sessions, beside other ways to the same server', `${sessionTargets(sessions)}\n${sessionTable(sessions)}`),
    forms && heading('Three forms', formTable(forms)),
  ];
  return parts.filter((each) => each !== undefined).join('\n');
}

function testTable({ near, far, crowd, modernRequests }: TestFigures): string {
  const row = (what: string, { ours, peer, ratio }: Comparison, figure: (rounds: Round[]) => string, target: Target) => [what, figure(ours), figure(peer), spread(ratio), verdict(ratio.median, target)];
  return table(
    ['what', 'Moorage', 'SDK client', 'ratio', 'target'],
    [
      row('p50, server on loopback', near, p50, atMost(1)),
      row('p50, server 20 ms away', far, p50, atMost(0.75)),
      row('64 at once', crowd, perSecond, atLeast(0.8)),
      ['processor time of a test, all processes', cost(near.ours), cost(near.peer), '', ''],
      ['processor time of a test, 64 at once', cost(crowd.ours), cost(crowd.peer), '', ''],
      ['requests to a known 2026-07-28 server', `${modernRequests.length} (${modernRequests.join(', ')})`, '', '', `1: ${modernRequests.length === 1 ? 'met' : 'missed'}`],
    ],
  );
}

function readTable(reads: ReadFigures[]): string {
  const rows = reads.map(({ what, connections, rounds: { ours, dutiful, bare } }) => {
    const speed = (rounds: Round[]) => rounds.map((round) => round.perSecond);
    const [dutiesRatio, bareRatio] = [ratioOf(speed(ours), speed(dutiful)), ratioOf(speed(ours), speed(bare))];
    return [what, `${connections}`, pace(ours), pace(dutiful), spread(dutiesRatio), verdict(dutiesRatio.median, atLeast(0.75)), pace(bare), spread(bareRatio)];
  });
  return table(['read', 'at once', 'Moorage', 'bare with the same duties', 'ratio', 'target', 'bare', 'ratio'], rows);
}

function costTable(reads: ReadFigures[]): string {
  const most = Math.max(...reads.map(({ connections }) => connections));
  const rows = reads.filter(({ connections }) => connections === most).flatMap(({ what, rounds }) => Object.entries(rounds).map(([who, those]) => [what, NAMES[who] ?? who, ...costs(those)]));
  return table(['read', 'chain', 'gateway', 'service', 'NATS', 'PostgreSQL', 'together'], rows);
}

const NAMES: Record<string, string> = { ours: 'Moorage', dutiful: 'bare with the same duties', bare: 'bare' };

function costs(rounds: Round[]): string[] {
  const each = ['gateway', 'service', 'NATS', 'PostgreSQL'].map((name) => medianOf(rounds, (round) => round.processorUs[name] ?? 0));
  return [...each, each.reduce((sum, figure) => sum + figure, 0)].map((figure) => figure.toFixed(0));
}

function formTable(forms: Record<FormName, FormFigures>): string {
  const rows = Object.entries(forms).map(([name, { startMs, memory, reads, tests, besidePeer }]) => [
    name,
    `${(startMs / 1_000).toFixed(2)} s`,
    memory.map((each) => `${each.name} ${each.idle.toFixed(0)} → ${each.worked.toFixed(0)}`).join('<br>'),
    pace(reads),
    `${p50(tests)}, ${spread(besidePeer)}`,
  ]);
  return table(['form', 'start', 'memory in MiB, idle → after the load', 'configuration reads, 64 at once', 'test on loopback, p50, beside the SDK client'], rows);
}
