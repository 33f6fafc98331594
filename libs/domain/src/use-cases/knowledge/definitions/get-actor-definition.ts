import type { Caller } from '../../../model/caller';
import type { ActorDefinition, ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import { visibleDefinition } from './visible-definition';

/** One definition that the organization may use. */
export class GetActorDefinition {
  constructor(private readonly definitions: ActorDefinitionRepo) {}

  run(caller: Caller, type: ActorType, id: string): Promise<ActorDefinition> {
    return visibleDefinition(this.definitions, caller, type, id);
  }
}
