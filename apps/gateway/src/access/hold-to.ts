import { MoorageError, type Allowance } from '@moorage/domain';
import type { FastifyReply } from 'fastify';

/** Tells the caller what is left, and rejects with `RATE_LIMITED` when nothing is. */
export function holdTo(allowance: Allowance, reply: FastifyReply): void {
  const { allowed, limit, remaining, resetSeconds } = allowance;
  reply.headers({ 'ratelimit-limit': limit, 'ratelimit-remaining': remaining, 'ratelimit-reset': resetSeconds });
  if (!allowed) throw rateLimited(allowance);
}

export function rateLimited({ limit, resetSeconds }: Pick<Allowance, 'limit' | 'resetSeconds'>): MoorageError {
  const message = `The limit of ${limit} request${limit === 1 ? '' : 's'} a minute is reached. Wait ${resetSeconds} s, then continue more slowly.`;
  return new MoorageError('RATE_LIMITED', { message, details: { limit, retryAfterSeconds: resetSeconds } });
}
