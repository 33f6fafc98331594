import type { Caller } from '../../../model/caller';
import { canonicalJson } from '../../../model/json';
import type { ActorDefinition, ActorType } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { SpecCache } from '../../../ports/spec-cache.port';
import { assertAdmin } from '../../personal/visible-connectors';
import { assertCommand } from './command-faults';
import type { DefinitionDraft } from './create-actor-definition';
import { assertCustom, presentDefinition, visibleDefinition } from './visible-definition';

export type DefinitionPatch = Partial<Omit<DefinitionDraft, 'kind'>>;

/** Changes a custom definition. Another command is another version, whose spec has yet to be asked for. */
export class UpdateActorDefinition {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecCache,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, type: ActorType, id: string, patch: DefinitionPatch): Promise<ActorDefinition> {
    assertAdmin(caller, 'change a connector that runs a command');
    const before = await visibleDefinition(this.definitions, caller, type, id);
    assertCustom(before);
    if (patch.command) assertCommand(patch.command);
    const after = presentDefinition(await this.definitions.change(caller.organizationId, type, id, (present) => this.patched(present, patch)));
    if (after.version !== before.version) await this.specs.forget(id);
    return after;
  }

  private patched(present: ActorDefinition, patch: DefinitionPatch): ActorDefinition {
    const next = { ...present, ...patch, updatedAt: this.clock.now() };
    const same = canonicalJson(next.command) === canonicalJson(present.command);
    return { ...next, version: present.version + (same ? 0 : 1) };
  }
}
