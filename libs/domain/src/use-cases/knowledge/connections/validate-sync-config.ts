import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Actor, ActorType } from '../../../model/knowledge/actor';
import type { ConfiguredStream } from '../../../model/knowledge/connection';
import type { Work } from '../../../model/work';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import type { KnownCatalog } from '../streams/known-catalog';
import type { DestinationModes } from './destination-modes';
import { presentConnection } from './own-connection';
import { streamFaults } from './stream-faults';

/** A connection, with other streams when some are given; or a source, where it leads, and streams. */
export interface SyncConfig {
  connectionId?: string;
  sourceId?: string;
  destinationId?: string;
  streams?: ConfiguredStream[];
}

/** Tells whether streams fit what the source offers and how the destination can write. Uses the remembered catalog while it is current. */
export class ValidateSyncConfig {
  constructor(
    private readonly connections: ConnectionRepo,
    private readonly actors: ActorRepo,
    private readonly catalog: KnownCatalog,
    private readonly modes: DestinationModes,
  ) {}

  async run({ organizationId }: Caller, config: SyncConfig, work: Work = {}): Promise<FieldFault[]> {
    const { sourceId, destinationId, streams } = config.connectionId === undefined ? complete(config) : await this.#stored(organizationId, config.connectionId, config);
    const [source, destination] = await Promise.all([this.#actor(organizationId, 'source', sourceId), destinationId === undefined ? null : this.#actor(organizationId, 'destination', destinationId)]);
    const [known, destinationSyncModes] = await Promise.all([this.catalog.run(source, false, work), this.modes.run(destination, work)]);
    return streamFaults(streams, { streams: known.streams, destinationSyncModes });
  }

  async #stored(organizationId: string, id: string, { sourceId, destinationId, streams }: SyncConfig): Promise<CompleteConfig> {
    const connection = presentConnection(await this.connections.find(organizationId, id));
    const faults = [
      ...(sourceId === undefined || sourceId === connection.sourceId ? [] : [mismatch('source_id')]),
      ...(destinationId === undefined || destinationId === connection.destinationId ? [] : [mismatch('destination_id')]),
    ];
    if (faults.length > 0) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
    return { ...connection, streams: streams ?? connection.streams };
  }

  async #actor(organizationId: string, type: ActorType, id: string): Promise<Actor> {
    const actor = await this.actors.find(organizationId, type, id);
    if (!actor) throw new MoorageError(type === 'source' ? 'CONNECTOR_SOURCE_NOT_FOUND' : 'CONNECTOR_DESTINATION_NOT_FOUND');
    return actor;
  }
}

type CompleteConfig = SyncConfig & { sourceId: string; streams: ConfiguredStream[] };

function complete({ sourceId, streams, ...config }: SyncConfig): CompleteConfig {
  if (sourceId !== undefined && streams) return { ...config, sourceId, streams };
  const missing = [...(sourceId === undefined ? ['source_id'] : []), ...(streams ? [] : ['streams'])];
  throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', missing.map((field) => ({ field, message: `${field} is required where there is no connection_id`, rule: 'required' })));
}

function mismatch(field: string): FieldFault {
  return { field, message: `${field} must be that of the connection, or be left out`, rule: 'match' };
}
