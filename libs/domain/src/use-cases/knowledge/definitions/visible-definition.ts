import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ActorDefinition, ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';

/** A definition that the caller's organization may use; all others do not exist: `CONNECTOR_DEFINITION_NOT_FOUND`. */
export async function visibleDefinition(definitions: ActorDefinitionRepo, { organizationId }: Caller, type: ActorType, id: string): Promise<ActorDefinition> {
  return presentDefinition(await definitions.find(organizationId, type, id));
}

export function presentDefinition(definition: ActorDefinition | null): ActorDefinition {
  if (!definition) throw new MoorageError('CONNECTOR_DEFINITION_NOT_FOUND');
  return definition;
}

/** Well-known definitions belong to nobody: `INSUFFICIENT_PERMISSIONS`. */
export function assertCustom({ organizationId }: ActorDefinition): void {
  if (organizationId === undefined) throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: 'Well-known definitions cannot be changed or deleted. Create a definition of your own instead.' });
}
