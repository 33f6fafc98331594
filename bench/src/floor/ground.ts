import { connect, type NatsConnection } from 'nats';

/** Where the processes of the floor find broker and database. */
export interface Ground {
  natsUrl: string;
  databaseUrl: string;
}

/** Organization, kind of owner, owner. */
export type Caller = [string, string, string];

export const SUBJECTS = { configuration: 'floor.configuration', tools: 'floor.tools' } as const;

export function connectNats(url: string): Promise<NatsConnection> {
  const { host, username } = new URL(url);
  return connect({ servers: host, token: username });
}
