import type { Socket } from 'node:net';
import { Client, type AnyAuthMethod } from 'ssh2';
import { ActorFailed } from '../../native/actor-failed';
import { failureOfSshError } from './failure-of-ssh-error';
import { HostKey } from './host-key';
import { LoginAttempts } from './login-attempts';
import type { SftpSourceConfiguration } from './spec';

/** Logs in over a connection that is open, once the server has shown the right key. Errors are explained. */
export async function sshLogin(socket: Socket, configuration: SftpSourceConfiguration, server: string, signal: AbortSignal): Promise<Client> {
  const hostKey = new HostKey(configuration.host_key_fingerprint);
  const attempts = new LoginAttempts(configuration);
  const client = new Client();
  try {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      // The listener for errors stays: one that comes later must not end the process.
      client.once('ready', resolve).on('error', reject).once('close', () => reject(ActorFailed.of('CONNECTION_CLOSED', { host: server })));
      client.connect({ sock: socket, username: configuration.user, hostVerifier: (key: Buffer) => hostKey.accepts(key), authHandler: (left, _partial, next) => next(attempts.next(left) as AnyAuthMethod), readyTimeout: 0 });
    });
    return client;
  } catch (error) {
    client.destroy();
    throw signal.aborted ? signal.reason : failureOfSshError(error, { server, hostKey, attempts, heard: socket.bytesRead > 0 });
  }
}
