import type { Caller } from '../../../model/caller';
import type { ActorDefinition, ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { OffsetPage } from '../../../ports/workspace-repo.port';

/** The sources, or the destinations, that the organization can connect: well-known ones and its own. */
export class ListActorDefinitions {
  constructor(private readonly definitions: ActorDefinitionRepo) {}

  run({ organizationId }: Caller, type: ActorType, page: { limit: number; offset: number }): Promise<OffsetPage<ActorDefinition>> {
    return this.definitions.list({ organizationId, type, ...page });
  }
}
