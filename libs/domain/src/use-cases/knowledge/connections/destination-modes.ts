import { invariant } from '../../../errors/moorage-error';
import type { Actor } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { SpecBook } from '../spec-book';

/** How a destination can write, in the words of the protocol. Empty when that is not known: then it is not held against anything. */
export class DestinationModes {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecBook,
  ) {}

  async run(destination: Actor | null, work: Work): Promise<string[]> {
    if (!destination) return [];
    const definition = await this.definitions.find(destination.organizationId, 'destination', destination.definitionId);
    invariant(definition, 'a definition stays while something uses it');
    const report = await this.specs.lookUp(definition, work);
    return 'spec' in report ? (report.spec.supportedDestinationSyncModes ?? []) : [];
  }
}
