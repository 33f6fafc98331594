import { apiKeyRevoked, sessionTaken, toolsChanged, type BroadcastDefinition } from '@moorage/contracts';
import type { Announcement, Announcer } from '@moorage/domain';
import type { ContractClient } from './contract-client';

type Broadcasts = { [Topic in keyof Announcement]: BroadcastDefinition<Announcement[Topic]> };

const BROADCASTS: Broadcasts = {
  'edge.api-key.revoked': apiKeyRevoked,
  'personal.tools.changed': toolsChanged,
  'personal.sessions.taken': sessionTaken,
};

/** Announces over the bus. */
export class NatsAnnouncer implements Announcer {
  constructor(private readonly client: ContractClient) {}

  announce<Topic extends keyof Announcement>(topic: Topic, hint: Announcement[Topic]): Promise<void> {
    return this.client.broadcast(BROADCASTS[topic], hint);
  }
}
