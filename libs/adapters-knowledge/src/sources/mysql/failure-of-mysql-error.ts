import type { ActorFailureCode } from '@moorage/domain';
import { ActorFailed, type Facts } from '../../native/actor-failed';

/** What is known where an error shows. */
export interface MysqlWhere {
  /** `host:port`. */
  server: string;
  /** What was not allowed when permission is missing. */
  doing: string;
  /** What was to be read. */
  what: string;
}

type Meaning = [ActorFailureCode, Facts?];

/** Numbers of errors of the server. */
const NUMBERS: Readonly<Record<number, Meaning>> = {
  1040: ['HOST_BUSY'],
  1203: ['HOST_BUSY'],
  1226: ['HOST_BUSY'],
  1044: ['PERMISSION_MISSING'],
  1045: ['CREDENTIALS_REFUSED', { what: 'user name and password' }],
  1698: ['CREDENTIALS_REFUSED', { what: 'user name and password' }],
  1049: ['OBJECT_NOT_FOUND'],
  1146: ['OBJECT_NOT_FOUND'],
  1054: ['OBJECT_NOT_FOUND'],
  1130: ['LOGIN_NOT_ALLOWED'],
  1129: ['LOGIN_NOT_ALLOWED'],
  3118: ['LOGIN_NOT_ALLOWED'],
  4151: ['LOGIN_NOT_ALLOWED'],
  1820: ['CREDENTIALS_EXPIRED'],
  1862: ['CREDENTIALS_EXPIRED'],
  3159: ['TLS_EXPECTED'],
  1142: ['PERMISSION_MISSING'],
  1143: ['PERMISSION_MISSING'],
  1227: ['PERMISSION_MISSING'],
  1370: ['PERMISSION_MISSING'],
  1053: ['SERVER_ERROR'],
  1205: ['RESPONSE_TIMEOUT'],
  1317: ['RESPONSE_TIMEOUT'],
  1969: ['RESPONSE_TIMEOUT'],
  3024: ['RESPONSE_TIMEOUT'],
};

const HASHED_ONLY: Meaning = ['AUTH_METHOD_UNSUPPORTED', { what: 'a password (caching_sha2_password or mysql_native_password)' }];

/** Codes of errors of the driver and of Node. */
const CODES: Readonly<Record<string, Meaning>> = {
  PROTOCOL_CONNECTION_LOST: ['CONNECTION_CLOSED'],
  ECONNRESET: ['CONNECTION_CLOSED'],
  EPIPE: ['CONNECTION_CLOSED'],
  ERR_STREAM_DESTROYED: ['CONNECTION_CLOSED'],
  ERR_STREAM_PREMATURE_CLOSE: ['CONNECTION_CLOSED'],
  AUTH_SWITCH_PLUGIN_ERROR: HASHED_ONLY,
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: HASHED_ONLY,
  HANDSHAKE_UNKNOWN_ERROR: ['PROTOCOL_NOT_SPOKEN'],
  HANDSHAKE_NO_SSL_SUPPORT: ['TLS_NOT_SPOKEN'],
  PROTOCOL_ERROR: ['PROTOCOL_NOT_SPOKEN'],
  PROTOCOL_UNEXPECTED_PACKET: ['PROTOCOL_NOT_SPOKEN'],
  ERR_OUT_OF_RANGE: ['PROTOCOL_NOT_SPOKEN'],
  ERR_BUFFER_OUT_OF_BOUNDS: ['PROTOCOL_NOT_SPOKEN'],
};

/** The failure that an error of mysql2 or of the server stands for; `null` for what is a failure already, or nobody knows. */
export function failureOfMysqlError(error: unknown, where: MysqlWhere): ActorFailed | null {
  if (!(error instanceof Error) || error instanceof ActorFailed) return null;
  const { code = '', errno } = error as { code?: string; errno?: number };
  const [failure, facts] = meaningOf(error.name, code, errno) ?? [];
  if (failure === undefined) return null;
  const what = failure === 'PERMISSION_MISSING' ? where.doing : where.what;
  return ActorFailed.of(failure, { host: where.server, server: where.server, protocol: 'MySQL', status: `error ${errno}`, what, ...facts }, { cause: error });
}

/** Whether the server had accepted who is there before it gave this error: the database is missing, or may not be entered. */
export function isPastLogin(error: unknown): boolean {
  const { errno } = error as { errno?: number };
  return errno === 1044 || errno === 1049;
}

function meaningOf(name: string, code: string, errno: number | undefined): Meaning | undefined {
  // What the driver says without a code, it says of a server that breaks the protocol: one that asks for a file of ours, for example.
  if (name === 'Error' && code === '' && errno === undefined) return ['PROTOCOL_NOT_SPOKEN'];
  const known = CODES[code] ?? (errno === undefined ? undefined : NUMBERS[errno]);
  return known ?? (errno !== undefined && errno >= 1000 ? ['QUERY_REFUSED'] : undefined);
}
