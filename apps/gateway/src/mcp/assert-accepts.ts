import { MoorageError } from '@moorage/domain';
import type { FastifyRequest } from 'fastify';

const EVENTS = 'text/event-stream';
const ANSWERS: Record<string, readonly string[]> = { POST: ['application/json', EVENTS], GET: [EVENTS] };

/** Rejects with `NOT_ACCEPTABLE` unless the client takes every form that its answer may have. */
export function assertAccepts({ method, headers }: FastifyRequest): void {
  const needed = ANSWERS[method] ?? [];
  const ranges = (headers.accept ?? '').split(',').map(mediaRange);
  if (needed.every((type) => ranges.some((range) => covers(range, type)))) return;
  throw new MoorageError('NOT_ACCEPTABLE', { message: `This MCP endpoint answers a ${method} with ${needed.join(' or ')}, and the client does not take that. Send the header "Accept: ${needed.join(', ')}".` });
}

function mediaRange(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function covers(range: string, type: string): boolean {
  return range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}
