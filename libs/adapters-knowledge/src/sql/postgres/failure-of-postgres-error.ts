import type { ActorFailureCode } from '@moorage/domain';
import { ActorFailed, type Facts } from '../../native/actor-failed';

/** What is known where an error shows. */
export interface PostgresWhere {
  /** `host:port`. */
  server: string;
  /** What was not allowed when permission is missing. */
  doing: string;
  /** What was to be read or written. */
  what: string;
}

type Meaning = [ActorFailureCode, Facts?];

/** SQLSTATE → meaning; where a whole class means the same, its first two characters. */
const STATES: Readonly<Record<string, Meaning>> = {
  '28P01': ['CREDENTIALS_REFUSED', { what: 'user name and password' }],
  '28000': ['LOGIN_NOT_ALLOWED'],
  '3D000': ['OBJECT_NOT_FOUND'],
  '3F000': ['OBJECT_NOT_FOUND'],
  '42P01': ['OBJECT_NOT_FOUND'],
  '42703': ['OBJECT_NOT_FOUND'],
  '42501': ['PERMISSION_MISSING'],
  '25006': ['READ_ONLY'],
  '53300': ['HOST_BUSY'],
  '57014': ['RESPONSE_TIMEOUT'],
  '55P03': ['RESPONSE_TIMEOUT'],
  '25P03': ['RESPONSE_TIMEOUT'],
  '54': ['ANSWER_TOO_LARGE', { limit: 'of the server itself' }],
  '08': ['REQUEST_REFUSED'],
  '0A': ['REQUEST_REFUSED'],
  '40': ['SERVER_ERROR'],
  '53': ['SERVER_ERROR'],
  '57': ['SERVER_ERROR'],
  '58': ['SERVER_ERROR'],
  XX: ['SERVER_ERROR'],
};

const LOST = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_PREMATURE_CLOSE']);

/** The failure that an error of pg or of the server stands for; `null` for what is a failure already, or nobody knows. */
export function failureOfPostgresError(error: unknown, where: PostgresWhere): ActorFailed | null {
  if (!(error instanceof Error) || error instanceof ActorFailed) return null;
  const { code = '', routine = '' } = error as { code?: string; routine?: string };
  const meaning = isState(code) ? meaningOf(code, routine, error.message) : meaningOfDriver(code, error.message);
  if (!meaning) return null;
  const [failure, facts] = meaning;
  return ActorFailed.of(failure, { host: where.server, server: where.server, protocol: 'PostgreSQL', status: `SQLSTATE ${code}`, what: failure === 'PERMISSION_MISSING' ? where.doing : where.what, ...facts }, { cause: error });
}

/** Whether the server had accepted who is there before it gave this error: the database is missing, or may not be entered. */
export function isPastLogin(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '3D000' || code === '42501';
}

function isState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code);
}

function meaningOf(code: string, routine: string, message: string): Meaning {
  // Nothing but the message tells; it may be translated, and then less is known
  if (code === '28000' && /no encryption|SSL off/.test(message)) return ['PLAIN_LOGIN_NOT_ALLOWED'];
  if (code === '28000' && routine === 'InitializeSessionUserId') return ['CREDENTIALS_REFUSED', { what: 'the user name' }];
  return STATES[code] ?? STATES[code.slice(0, 2)] ?? ['QUERY_REFUSED'];
}

function meaningOfDriver(code: string, message: string): Meaning | null {
  if (LOST.has(code) || message.startsWith('Connection terminated')) return ['CONNECTION_CLOSED'];
  if (!message.startsWith('SASL')) return null;
  if (message.includes('non-empty')) return ['CREDENTIALS_MISSING', { what: 'the password' }];
  if (message.includes('mechanism')) return ['AUTH_METHOD_UNSUPPORTED', { what: 'a password (SCRAM-SHA-256)' }];
  return ['PROTOCOL_NOT_SPOKEN'];
}
