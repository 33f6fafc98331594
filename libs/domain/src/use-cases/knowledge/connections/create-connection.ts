import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Actor } from '../../../model/knowledge/actor';
import type { Connection } from '../../../model/knowledge/connection';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import type { Ids } from '../../../ports/ids.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { assertSensible } from './connection-faults';
import { destinationOf } from './destination-of';

export type ConnectionDraft = Pick<Connection, 'sourceId'> & Partial<Pick<Connection, 'destinationId' | 'name' | 'schedule' | 'streams' | 'status'>>;

const LONGEST_NAME = 120;

/** Makes a connection in the workspace of its source. Without a destination it gets the default one of the workspace, if there is one. */
export class CreateConnection {
  constructor(
    private readonly connections: ConnectionRepo,
    private readonly actors: ActorRepo,
    private readonly workspaces: WorkspaceRepo,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, draft: ConnectionDraft): Promise<Connection> {
    const source = await this.actors.find(organizationId, 'source', draft.sourceId);
    if (!source) throw new MoorageError('CONNECTOR_SOURCE_NOT_FOUND');
    const destination = await destinationOf(this.actors, this.workspaces, source, draft.destinationId);
    if (draft.destinationId !== undefined && !destination) throw new MoorageError('CONNECTOR_DESTINATION_NOT_FOUND');
    assertSensible(draft);
    const connection = this.#completed(draft, source, destination);
    await this.connections.insert(connection);
    return connection;
  }

  #completed({ name, schedule, streams, status }: ConnectionDraft, source: Actor, destination: Actor | null): Connection {
    const now = this.clock.now();
    return {
      id: this.ids.next('connection'),
      organizationId: source.organizationId,
      workspaceId: source.workspaceId,
      name: name ?? nameOf(source, destination),
      sourceId: source.id,
      ...(destination && { destinationId: destination.id }),
      status: status ?? 'active',
      schedule: schedule ?? { scheduleType: 'manual' },
      streams: streams ?? [],
      createdAt: now,
      updatedAt: now,
    };
  }
}

/** As Airbyte names them. */
function nameOf(source: Actor, destination: Actor | null): string {
  return [source, ...(destination ? [destination] : [])].map(({ name }) => name).join(' <> ').slice(0, LONGEST_NAME);
}
