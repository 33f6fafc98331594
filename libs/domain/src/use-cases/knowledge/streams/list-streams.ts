import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Stream } from '../../../model/knowledge/connection';
import type { Work } from '../../../model/work';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { OffsetPage } from '../../../ports/workspace-repo.port';
import type { KnownCatalog, KnownStreams } from './known-catalog';

/** Which streams: those of a source, `force` newly discovered. */
export interface StreamQuery {
  sourceId: string;
  force: boolean;
  limit: number;
  offset: number;
}

/** A page of the streams of a source, and of when they are. */
export type StreamPage = OffsetPage<Stream> & Omit<KnownStreams, 'streams'>;

/** The streams of a source: remembered ones, or newly discovered ones. */
export class ListStreams {
  constructor(
    private readonly actors: ActorRepo,
    private readonly catalog: KnownCatalog,
  ) {}

  async run(caller: Caller, { sourceId, force, limit, offset }: StreamQuery, work: Work = {}): Promise<StreamPage> {
    const source = await this.actors.find(caller.organizationId, 'source', sourceId);
    if (!source) throw new MoorageError('CONNECTOR_SOURCE_NOT_FOUND');
    const { streams, ...known } = await this.catalog.run(source, force, work);
    return { items: streams.slice(offset, offset + limit), total: streams.length, ...known };
  }
}
