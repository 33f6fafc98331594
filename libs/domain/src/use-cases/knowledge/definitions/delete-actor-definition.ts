import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { SpecCache } from '../../../ports/spec-cache.port';
import { assertAdmin } from '../../personal/visible-connectors';
import { assertCustom, visibleDefinition } from './visible-definition';

/** Removes a custom definition. `CONFLICT` while a source or destination uses it. */
export class DeleteActorDefinition {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly actors: ActorRepo,
    private readonly specs: SpecCache,
  ) {}

  async run(caller: Caller, type: ActorType, id: string): Promise<Record<string, never>> {
    const { organizationId } = caller;
    assertAdmin(caller, 'delete a connector that runs a command');
    assertCustom(await visibleDefinition(this.definitions, caller, type, id));
    const { total } = await this.actors.list({ organizationId, type, definitionId: id, limit: 1, offset: 0 });
    if (total > 0) throw new MoorageError('CONFLICT', { message: `The definition is used by ${total} ${type}(s). Delete those first.`, details: { [`${type}s`]: total } });
    if (!(await this.definitions.remove(organizationId, type, id))) throw new MoorageError('CONNECTOR_DEFINITION_NOT_FOUND');
    await this.specs.forget(id);
    return {};
  }
}
