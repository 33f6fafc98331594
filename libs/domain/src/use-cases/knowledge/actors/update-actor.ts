import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { JsonObject } from '../../../model/json';
import { NOTHING_KEPT, type Actor, type ActorType } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { Clock } from '../../../ports/clock.port';
import { visibleDefinition } from '../definitions/visible-definition';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import type { OverlayMode } from '../secrets/overlaid';
import type { FitConfiguration } from './fit-configuration';
import { ownActor, presentActor } from './own-actor';
import type { ShownActor, ShownActors } from './shown-actors';

export interface ActorPatch {
  name?: string;
  /** As the gateway sealed it. */
  sealedConfiguration?: string;
  /** What becomes of the stored one. */
  mode: OverlayMode;
}

/** How often a change is tried again that somebody else came before. */
const ATTEMPTS = 5;

/**
 * Changes a source or destination. Its configuration is merged with what is sent, or replaced by it; either way a masked secret stays what it
 * is. One that cannot be decrypted any more is entered anew. Changes at the same time happen one after the other.
 */
export class UpdateActor {
  constructor(
    private readonly actors: ActorRepo,
    private readonly definitions: ActorDefinitionRepo,
    private readonly safe: ConfigurationSafe,
    private readonly fit: FitConfiguration,
    private readonly shown: ShownActors,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, type: ActorType, id: string, patch: ActorPatch, work: Work): Promise<ShownActor> {
    const { name, sealedConfiguration, mode } = patch;
    const sent = sealedConfiguration === undefined ? undefined : await this.safe.accept(sealedConfiguration, caller.organizationId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = await ownActor(this.actors, caller, type, id);
      const configuration = sent && (await this.envelope(caller, before, sent, mode, work));
      const after = await this.change(before, { ...(name !== undefined && { name }), ...(configuration !== undefined && { configuration }) });
      if (after) return this.shown.one(after);
    }
    throw new MoorageError('CONFLICT', { message: `The ${type} is being changed by others at the same time. Read it, then try again.` });
  }

  private async envelope(caller: Caller, before: Actor, sent: JsonObject, mode: OverlayMode, work: Work): Promise<string> {
    const definition = await visibleDefinition(this.definitions, caller, before.type, before.definitionId);
    const stored = (await this.safe.open(before)) ?? NOTHING_KEPT;
    return this.safe.keep(before, await this.fit.run(definition, { stored, sent, mode }, work));
  }

  /** `null` when the configuration that the change was made from is not the stored one any more. */
  private async change({ id, organizationId, type, configuration: from }: Actor, change: Partial<Actor>): Promise<Actor | null> {
    let overtaken = false;
    const after = await this.actors.change(organizationId, type, id, (present) => {
      overtaken = change.configuration !== undefined && present.configuration !== from;
      return overtaken ? present : { ...present, ...change, updatedAt: this.clock.now() };
    });
    return overtaken ? null : presentActor(type, after);
  }
}
