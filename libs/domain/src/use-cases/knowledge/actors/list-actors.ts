import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ActorQuery, ActorRepo } from '../../../ports/actor-repo.port';
import type { OffsetPage } from '../../../ports/workspace-repo.port';
import type { ShownActor, ShownActors } from './shown-actors';

/** The sources, or the destinations, of the organization. */
export class ListActors {
  constructor(
    private readonly actors: ActorRepo,
    private readonly shown: ShownActors,
  ) {}

  async run({ organizationId }: Caller, type: ActorType, query: Omit<ActorQuery, 'organizationId' | 'type'>): Promise<OffsetPage<ShownActor>> {
    const { items, total } = await this.actors.list({ ...query, organizationId, type });
    return { items: await this.shown.all(items), total };
  }
}
