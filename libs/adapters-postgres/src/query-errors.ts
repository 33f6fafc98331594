import { MoorageError } from '@moorage/domain';
import { QueryFailedError } from 'typeorm';

/**
 * The one place where errors of the driver become ours. Nothing of TypeORM's error is kept but code and message:
 * it carries the parameters of the query, and those may be anybody's data.
 */
export function translated(error: unknown): MoorageError {
  if (error instanceof MoorageError) return error;
  const { code = '', message } = (error instanceof QueryFailedError ? error.driverError : error) as { code?: string; message: string };
  const cause = `PostgreSQL ${code}: ${message}`;
  const known = BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  return known ? new MoorageError(known.code, { message: known.message, cause }) : new MoorageError('INTERNAL_ERROR', { cause });
}

const taken = { code: 'CONFLICT', message: 'This exists already.' } as const;
const gone = { code: 'CONFLICT', message: 'What this refers to does not exist, or is still in use.' } as const;
const unprintable = { code: 'VALIDATION_ERROR', message: 'Text must not contain the character U+0000 or half a surrogate pair.' } as const;
const slow = { code: 'UPSTREAM_TIMEOUT', message: 'The database did not answer in time.' } as const;
const absent = { code: 'SERVICE_UNAVAILABLE', message: 'The database does not answer.' } as const;

type Translation = { code: 'CONFLICT' | 'VALIDATION_ERROR' | 'UPSTREAM_TIMEOUT' | 'SERVICE_UNAVAILABLE'; message: string };

const BY_CODE: Record<string, Translation> = {
  '23505': taken,
  '23503': gone,
  '22021': unprintable,
  '22P05': unprintable,
  '22P02': unprintable, // how `jsonb` refuses half a surrogate pair
  '57014': slow,
  '55P03': slow,
  '53300': absent,
  ECONNREFUSED: absent,
  ECONNRESET: absent,
  EHOSTUNREACH: absent,
  ENOTFOUND: absent,
  EPIPE: absent,
  ETIMEDOUT: absent,
  EAI_AGAIN: absent,
};

/** SQLSTATE classes: 08 connection exception, 57 operator intervention. */
const BY_CLASS: Record<string, Translation> = { '08': absent, '57': absent };

/** The client's own errors have no code. */
const BY_MESSAGE: [RegExp, Translation][] = [
  [/^Query read timeout/, slow],
  [/^Connection terminated|timeout exceeded when trying to connect|^Client was closed|not queryable/, absent],
];
