import type { FormFigures, FormName } from '../scenarios/forms';
import { medianOf, type Round } from '../scenarios/contest';
import type { ReadFigures } from '../scenarios/reads';
import type { Comparison, TestFigures } from '../scenarios/tests';
import { ratioOf, type Ratio } from './figures';

/** All that one run measures. */
export interface Figures {
  tests: TestFigures;
  reads: ReadFigures[];
  forms: Record<FormName, FormFigures>;
}

/** What is promised of a ratio. */
interface Target {
  words: string;
  met(ratio: number): boolean;
}

const atMost = (limit: number): Target => ({ words: `≤ ${limit.toFixed(2)}`, met: (ratio) => ratio <= limit });
const atLeast = (limit: number): Target => ({ words: `≥ ${limit.toFixed(2)}`, met: (ratio) => ratio >= limit });

/** The figures as tables of Markdown. */
export function tablesOf({ tests, reads, forms }: Partial<Figures>): string {
  const parts = [
    tests && heading('A test through REST, beside the plain SDK client', testTable(tests)),
    reads && heading('Reads through three processes, beside bare chains', readTable(reads)),
    reads && heading('Processor time of a read in µs, 64 at once', costTable(reads)),
    forms && heading('Three forms', formTable(forms)),
  ];
  return parts.filter((each) => each !== undefined).join('\n');
}

function testTable({ near, far, crowd, modernRequests }: TestFigures): string {
  const p50 = (rounds: Round[]) => `${medianOf(rounds, (round) => round.p50Ms).toFixed(2)} ms`;
  const perSecond = (rounds: Round[]) => `${medianOf(rounds, (round) => round.perSecond).toFixed(0)} /s`;
  const row = (what: string, { ours, peer, ratio }: Comparison, figure: (rounds: Round[]) => string, target: Target) => [what, figure(ours), figure(peer), spread(ratio), verdict(ratio, target)];
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
    return [what, `${connections}`, pace(ours), pace(dutiful), spread(dutiesRatio), verdict(dutiesRatio, atLeast(0.75)), pace(bare), spread(bareRatio)];
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
  const rows = Object.entries(forms).map(([name, { startMs, memory, reads, tests }]) => [
    name,
    `${(startMs / 1_000).toFixed(2)} s`,
    memory.map((each) => `${each.name} ${each.idle.toFixed(0)} → ${each.worked.toFixed(0)}`).join('<br>'),
    pace(reads),
    `${medianOf(tests, (round) => round.p50Ms).toFixed(2)} ms`,
  ]);
  return table(['form', 'start', 'memory in MiB, idle → after the load', 'configuration reads, 64 at once', 'test, p50'], rows);
}

/** Per second, and how long the middle and the slow ones take. */
function pace(rounds: Round[]): string {
  const figure = (of: (round: Round) => number) => medianOf(rounds, of);
  return `${figure((round) => round.perSecond).toFixed(0)} /s (${figure((round) => round.p50Ms).toFixed(2)}, p99 ${figure((round) => round.p99Ms).toFixed(1)} ms)`;
}

function cost(rounds: Round[]): string {
  const sum = medianOf(rounds, (round) => Object.values(round.processorUs).reduce((total, each) => total + each, 0));
  return `${(sum / 1_000).toFixed(2)} ms`;
}

function spread({ median, least, most }: Ratio): string {
  return `**${median.toFixed(2)}** (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function verdict({ median }: Ratio, { words, met }: Target): string {
  return `${words}: ${met(median) ? 'met' : 'missed'}`;
}

function heading(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
