import { MoorageError } from '@moorage/domain';

/** Why a port could not be opened, for the operator; `null` when the trouble is another one. */
export function listenTrouble(error: unknown, host: string, port: number): MoorageError | null {
  const message = adviceFor((error as { code?: unknown } | null)?.code, host, port);
  return message ? new MoorageError('UNPROCESSABLE', { message, cause: error }) : null;
}

function adviceFor(code: unknown, host: string, port: number): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT ${port} on ${host} is already in use. Stop what listens there, or start with another PORT.`;
    case 'EACCES':
      return `PORT ${port} may not be opened by this user. Start with a PORT above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return `HOST ${host} is no address of this machine. Start with HOST=127.0.0.1, or HOST=0.0.0.0 for all its addresses.`;
    default:
      return null;
  }
}
