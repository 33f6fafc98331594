import type { Caller } from '../../../model/caller';
import { NOTHING_KEPT, type Actor, type ActorType, type KeptConfiguration } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { ACTOR_WORDS } from '../definitions/actor-words';
import { visibleDefinition } from '../definitions/visible-definition';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { masked } from '../secrets/masked';
import { ownWorkspace } from '../workspaces/own-workspace';
import type { FitConfiguration } from './fit-configuration';
import type { ShownActor } from './shown-actors';

export interface ActorDraft {
  name: string;
  definitionId: string;
  workspaceId: string;
  /** As the gateway sealed it. One that is absent is an empty one. */
  sealedConfiguration?: string;
}

/** Makes a source or destination whose configuration fits the spec of its definition. Nothing is stored unless all of it is valid. */
export class CreateActor {
  constructor(
    private readonly actors: ActorRepo,
    private readonly within: { definitions: ActorDefinitionRepo; workspaces: WorkspaceRepo },
    private readonly safe: ConfigurationSafe,
    private readonly fit: FitConfiguration,
    private readonly given: { ids: Ids; clock: Clock },
  ) {}

  async run(caller: Caller, type: ActorType, draft: ActorDraft, work: Work): Promise<ShownActor> {
    const kept = await this.entered(caller, type, draft, work);
    const { organizationId } = caller;
    const { name, definitionId, workspaceId } = draft;
    const id = this.given.ids.next(ACTOR_WORDS[type].id);
    const now = this.given.clock.now();
    const actor: Actor = { id, organizationId, workspaceId, type, definitionId, name, configuration: await this.safe.keep({ id, organizationId }, kept), createdAt: now, updatedAt: now };
    await this.actors.insert(actor);
    return { ...actor, configuration: masked(kept) };
  }

  private async entered(caller: Caller, type: ActorType, { definitionId, workspaceId, sealedConfiguration }: ActorDraft, work: Work): Promise<KeptConfiguration> {
    const definition = await visibleDefinition(this.within.definitions, caller, type, definitionId);
    await ownWorkspace(this.within.workspaces, caller, workspaceId);
    const sent = sealedConfiguration === undefined ? {} : await this.safe.accept(sealedConfiguration, caller.organizationId);
    return this.fit.run(definition, { stored: NOTHING_KEPT, sent, mode: 'replace' }, work);
  }
}
