import { isIP, type Socket } from 'node:net';
import { connect, rootCertificates, type ConnectionOptions } from 'node:tls';
import { ConnectionFailed } from './connection-failed';

/** What is demanded of the other side before it is believed, and what is shown to it. */
export interface TlsDemands {
  /** That somebody trusted has signed its certificate, and also that it was made for this host. */
  verify: 'nothing' | 'authority' | 'identity';
  /** Certificate authorities, as PEM, that are accepted besides the well-known ones. */
  authorities?: string[];
  /** The one authority that is accepted, as PEM, instead of all others. */
  onlyAuthority?: string;
  /** Our own certificate and its key, as PEM. */
  certificate?: string;
  key?: string;
  passphrase?: string;
  /** Protocols to offer within TLS; none when absent. */
  protocols?: string[];
}

/** Agrees on TLS over an open connection. Closing what it answers closes both. Rejects as Node does, or with `TLS_FAILED` when it is closed meanwhile. */
export function secured(plain: Socket, host: string, demands: TlsDemands, where: string): Promise<Socket> {
  const socket = connect({ socket: plain, host, servername: isIP(host) ? '' : host, ...optionsOf(demands) });
  plain.once('close', () => socket.destroy());
  return opened(socket, 'secureConnect', new ConnectionFailed('TLS_FAILED', { host: where }));
}

/** Waits until a connection is open. An error rejects; `closed` is what an end without one means. */
export function opened(socket: Socket, event: 'connect' | 'secureConnect', closed: ConnectionFailed): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = () => reject(closed);
    // The listener for errors stays: one that comes before whoever asked listens must not end the process.
    socket.once('close', end).on('error', reject);
    socket.once(event, () => {
      socket.off('close', end);
      resolve(socket);
    });
  });
}

function optionsOf({ verify, authorities = [], onlyAuthority, certificate, key, passphrase, protocols }: TlsDemands): ConnectionOptions {
  const others = authorities.length > 0 ? [...rootCertificates, ...authorities] : undefined;
  return {
    ca: onlyAuthority ?? others,
    cert: certificate,
    key,
    passphrase,
    ALPNProtocols: protocols,
    rejectUnauthorized: verify !== 'nothing',
    ...(verify === 'authority' && { checkServerIdentity: () => undefined }),
  };
}
