import type { CheckFigures } from '../scenarios/checks';
import type { Burst } from '../scenarios/command-checks';
import { medianOf, type Duel, type Round } from '../scenarios/contest';
import { COMMANDS_AT_ONCE } from '../ground/suite';
import { atMost, cost, p50, pace, spread, table, verdict } from './cells';
import { differenceOf, ratioOf } from './figures';

const MORE_MS = 3;

/** Checks of knowledge sources. */
export function checkTable({ database, command }: CheckFigures): string {
  return table(
    ['what', 'Moorage', 'bare', 'beside each other', 'target'],
    [
      databaseRow(database.single),
      ['processor time of that, all processes', cost(database.single.ours), cost(database.single.bare), '', ''],
      crowdRow(database.crowd, database.crowdRequests),
      ['processor time of that', cost(database.crowd.ours), cost(database.crowd.bare), '', ''],
      ['memory in MiB before and after each time', database.memory.map(({ name, figures }) => `${name} ${figures.map((figure) => figure.toFixed(0)).join(' → ')}`).join('<br>'), '', '', ''],
      ['connections to the tested server left open', `${database.socketsLeft}`, '', '', verdict(database.socketsLeft, { words: '0', met: (left) => left === 0 })],
      commandRow(command.single),
      ...command.bursts.flatMap(burstRows),
    ],
  );
}

function databaseRow({ ours, bare }: Duel): string[] {
  const more = differenceOf(ours.map(p50Ms), bare.map(p50Ms));
  return ['PostgreSQL, p50', p50(ours), p50(bare), `${spread(more)} ms more`, verdict(more.median, { words: `≤ ${MORE_MS} ms more`, met: (ms) => ms <= MORE_MS })];
}

function crowdRow({ ours, bare }: Duel, requests: number): string[] {
  const speed = (rounds: Round[]) => rounds.map((round) => round.perSecond);
  return [`PostgreSQL, ${requests.toLocaleString('en')} checks, 64 at once`, pace(ours), pace(bare), spread(ratioOf(speed(ours), speed(bare))), ''];
}

function commandRow({ ours, bare }: Duel): string[] {
  const ratio = ratioOf(ours.map(p50Ms), bare.map(p50Ms));
  return ['command, p50', p50(ours), p50(bare), spread(ratio), verdict(ratio.median, atMost(1.15))];
}

function burstRows({ checks, waitMs, rounds: { ours, bare }, mostAtOnce }: Burst): string[][] {
  const ratio = ratioOf(ours.map(elapsedMs), bare.map(elapsedMs));
  const what = `${checks} commands asked for at once that wait ${waitMs} ms`;
  return [
    [what, wholeTime(ours), wholeTime(bare), spread(ratio), verdict(ratio.median, atMost(1.2))],
    ['how many of them ran at the same time', `${mostAtOnce.ours}`, `${mostAtOnce.bare}`, '', verdict(mostAtOnce.ours, { words: `≤ ${COMMANDS_AT_ONCE}`, met: (most) => most <= COMMANDS_AT_ONCE })],
  ];
}

function p50Ms(round: Round): number {
  return round.p50Ms;
}

function elapsedMs(round: Round): number {
  return round.elapsedMs;
}

function wholeTime(rounds: Round[]): string {
  return `${(medianOf(rounds, elapsedMs) / 1_000).toFixed(2)} s`;
}
