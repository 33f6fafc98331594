import { medianOf, type Round } from '../scenarios/contest';
import type { Spread } from './figures';

/** What is promised of a figure. */
export interface Target {
  words: string;
  met(figure: number): boolean;
}

export const atMost = (limit: number): Target => ({ words: `≤ ${limit.toFixed(2)}`, met: (figure) => figure <= limit });
export const atLeast = (limit: number): Target => ({ words: `≥ ${limit.toFixed(2)}`, met: (figure) => figure >= limit });

export function verdict(figure: number, { words, met }: Target): string {
  return `${words}: ${met(figure) ? 'met' : 'missed'}`;
}

export function spread({ median, least, most }: Spread): string {
  return `**${median.toFixed(2)}** (${least.toFixed(2)}–${most.toFixed(2)})`;
}

export function p50(rounds: Round[]): string {
  return `${medianOf(rounds, (round) => round.p50Ms).toFixed(2)} ms`;
}

export function perSecond(rounds: Round[]): string {
  return `${medianOf(rounds, (round) => round.perSecond).toFixed(0)} /s`;
}

/** Per second, and how long the middle and the slow ones take. */
export function pace(rounds: Round[]): string {
  const figure = (of: (round: Round) => number) => medianOf(rounds, of);
  return `${perSecond(rounds)} (${figure((round) => round.p50Ms).toFixed(2)}, p99 ${figure((round) => round.p99Ms).toFixed(1)} ms)`;
}

/** Processor time of one request, of all processes together. */
export function cost(rounds: Round[]): string {
  const sum = medianOf(rounds, (round) => Object.values(round.processorUs).reduce((total, each) => total + each, 0));
  return `${(sum / 1_000).toFixed(2)} ms`;
}

export function heading(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

export function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
