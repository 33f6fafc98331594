import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ConnectorSpec } from '../../../model/knowledge/connector-run';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { SpecBook } from '../spec-book';
import { visibleDefinition } from './visible-definition';

/** What a connector wants to be configured with, in its own words. */
export class GetConnectorSpec {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecBook,
  ) {}

  async run(caller: Caller, type: ActorType, id: string, work: Work): Promise<ConnectorSpec> {
    return this.specs.of(await visibleDefinition(this.definitions, caller, type, id), work);
  }
}
