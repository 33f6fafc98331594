import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Actor, ActorDefinition, ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';

/** What is to be tested: what is stored under an id, what is given here, or the latter laid over the former. */
export interface ActorTestRequest {
  type: ActorType;
  id?: string;
  definitionId?: string;
  workspaceId?: string;
  /** As the gateway sealed it. */
  sealedConfiguration?: string;
  writeProbe?: boolean;
}

/** A source or destination as it is stored, or a configuration that is given: as changes to a stored one, or all of one for a definition. */
export type TestSubject = { stored: Actor } | { given: string; for: Actor | ActorDefinition };

/** Finds what a test is about. All that makes no sense is `CONNECTOR_INVALID_CONFIG`, every fault at once; what the caller may not see is not there. */
export class FindTestSubject {
  constructor(
    private readonly actors: ActorRepo,
    private readonly definitions: ActorDefinitionRepo,
    private readonly workspaces: WorkspaceRepo,
  ) {}

  run({ organizationId }: Caller, request: ActorTestRequest): Promise<TestSubject> {
    return request.id === undefined ? this.#given(organizationId, request) : this.#stored(organizationId, request.id, request);
  }

  async #stored(organizationId: string, id: string, { type, definitionId, workspaceId, sealedConfiguration }: ActorTestRequest): Promise<TestSubject> {
    const actor = await this.actors.find(organizationId, type, id);
    if (!actor) throw unusable([absent(`${type}_id`, `${type}`)]);
    const mismatches = [
      ...(definitionId === undefined || definitionId === actor.definitionId ? [] : [mismatch(`${type}_definition_id`, type)]),
      ...(workspaceId === undefined || workspaceId === actor.workspaceId ? [] : [mismatch('workspace_id', type)]),
    ];
    if (mismatches.length > 0) throw unusable(mismatches);
    return sealedConfiguration === undefined ? { stored: actor } : { given: sealedConfiguration, for: actor };
  }

  async #given(organizationId: string, { type, definitionId, workspaceId, sealedConfiguration: given }: ActorTestRequest): Promise<TestSubject> {
    const [definition, workspace] = await Promise.all([
      definitionId === undefined ? null : this.definitions.find(organizationId, type, definitionId),
      workspaceId === undefined ? null : this.workspaces.find(organizationId, workspaceId),
    ]);
    const faults = [
      ...(definitionId === undefined ? [missing(`${type}_definition_id`, type)] : definition ? [] : [absent(`${type}_definition_id`, `${type} definition`)]),
      ...(workspaceId !== undefined && !workspace ? [absent('workspace_id', 'workspace')] : []),
      ...(given === undefined ? [missing('configuration', type)] : []),
    ];
    if (!definition || given === undefined || faults.length > 0) throw unusable(faults);
    return { given, for: definition };
  }
}

export function unusable(faults: FieldFault[]): MoorageError {
  return MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
}

/** The fault of an id that names nothing here. */
export function absent(field: string, what: string): FieldFault {
  return { field, message: `${field} names no ${what} of this organization`, rule: 'exists' };
}

function missing(field: string, type: ActorType): FieldFault {
  return { field, message: `${field} is required where there is no ${type}_id`, rule: 'required' };
}

function mismatch(field: string, type: ActorType): FieldFault {
  return { field, message: `${field} must be that of the ${type}, or be left out`, rule: 'match' };
}
