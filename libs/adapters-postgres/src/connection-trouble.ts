import { MoorageError } from '@moorage/domain';

/** Why a first connection failed, in one line that names the server and never the password. */
export function connectionTrouble(url: string, error: unknown): MoorageError {
  if (error instanceof MoorageError) return error;
  const { code = '', message } = error as { code?: string; message: string };
  const reason = REASONS[code] ?? message;
  return new MoorageError('SERVICE_UNAVAILABLE', { message: `PostgreSQL at ${serverOf(url)} cannot be used: ${reason}. Check DATABASE_URL.`, cause: `${code} ${message}` });
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'that host name is unknown',
  EAI_AGAIN: 'that host name cannot be looked up at present',
  '28P01': 'the user name or password is wrong',
  '28000': 'the server does not let this user in',
  '3D000': 'there is no such database',
  '53300': 'it has no connection left',
};

function serverOf(url: string): string {
  if (!URL.canParse(url)) return 'the given address';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
