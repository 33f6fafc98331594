import { ActorFailed } from '../../native/actor-failed';
import type { HostKey } from './host-key';
import type { LoginAttempts } from './login-attempts';

/** How far a login had come. */
export interface LoginSoFar {
  server: string;
  hostKey: HostKey;
  attempts: Pick<LoginAttempts, 'offered' | 'fits'>;
  /** Whether the server has said anything. */
  heard: boolean;
}

/** The failure that stands for an error of logging in. */
export function failureOfSshError(error: unknown, { server, hostKey, attempts, heard }: LoginSoFar): ActorFailed {
  if (error instanceof ActorFailed) return error;
  const host = server;
  if (hostKey.fault === 'unnamed') return ActorFailed.of('HOST_KEY_MISSING', { host, fingerprint: hostKey.shown }, { cause: error });
  if (hostKey.fault === 'other') return ActorFailed.of('HOST_KEY_UNKNOWN', { host }, { cause: error });
  const { level, message } = told(error);
  if (level === 'client-authentication') return refused(server, attempts, error);
  if (level === 'client-socket' || !heard) return ActorFailed.of('CONNECTION_CLOSED', { host }, { stage: 'authenticate', cause: error });
  if (message?.startsWith('Handshake failed: no matching')) return ActorFailed.of('PROTOCOL_NOT_SPOKEN', { host, protocol: 'SSH with algorithms that are still safe' }, { stage: 'authenticate', cause: error });
  return ActorFailed.of('PROTOCOL_NOT_SPOKEN', { host, protocol: 'SSH' }, { stage: 'authenticate', cause: error });
}

function refused(server: string, { offered, fits }: LoginSoFar['attempts'], cause: unknown): ActorFailed {
  if (fits) return ActorFailed.of('CREDENTIALS_REFUSED', { server, what: 'user and credentials' }, { cause });
  const what = offered.includes('publickey') ? 'a private key' : offered.includes('password') ? 'a password' : 'a password or a private key';
  return ActorFailed.of('AUTH_METHOD_UNSUPPORTED', { server, what }, { cause });
}

function told(error: unknown): { level?: unknown; message?: string } {
  return typeof error === 'object' && error !== null ? error : {};
}
