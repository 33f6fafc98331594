import type { Log } from '@moorage/domain';
import { Events, type NatsConnection } from 'nats';

/** Tells when the connection is lost and when it is back, in the log and to `onChange`. Ends with the connection. */
export async function watchConnection(connection: NatsConnection, log: Log, onChange: (up: boolean) => void = () => undefined): Promise<void> {
  let up = true;
  for await (const { type } of connection.status()) {
    if (type !== Events.Disconnect && type !== Events.Reconnect) continue;
    if (type === Events.Reconnect) log.info('the connection to NATS is back');
    else if (up) log.warn('the connection to NATS is lost; reconnecting');
    up = type === Events.Reconnect;
    onChange(up);
  }
}
