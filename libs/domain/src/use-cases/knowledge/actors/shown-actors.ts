import { MoorageError } from '../../../errors/moorage-error';
import type { JsonObject } from '../../../model/json';
import type { Actor, ActorDefinition, KeptConfiguration } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { masked } from '../secrets/masked';
import { sameCommand } from '../secrets/where-it-leads';
import { withMarked } from '../secrets/with-marked';
import type { SpecBook } from '../spec-book';

/** A source or destination as people see it: with its configuration, without the secrets in it. */
export type ShownActor = Omit<Actor, 'configuration'> & { configuration: JsonObject };

/** A definition, and what its connector asks for as far as that is known. */
interface Kind {
  definition: ActorDefinition;
  spec: JsonObject | null;
}

/**
 * Shows sources and destinations. Masked is what was a secret when it was entered, and what the spec of today marks as one, as far as that is
 * known: no command is started for a look. What cannot be decrypted any more is shown empty, so that it can be entered again.
 */
export class ShownActors {
  constructor(
    private readonly safe: ConfigurationSafe,
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecBook,
  ) {}

  async one(actor: Actor): Promise<ShownActor> {
    return this.#shown(actor, await this.#kindOf(actor));
  }

  /** Those of one list. */
  async all(actors: Actor[]): Promise<ShownActor[]> {
    const examples = [...new Map(actors.map((actor) => [actor.definitionId, actor])).values()];
    const kinds = new Map(await Promise.all(examples.map(async (actor) => [actor.definitionId, await this.#kindOf(actor)] as const)));
    return Promise.all(actors.map((actor) => this.#shown(actor, kinds.get(actor.definitionId) ?? null)));
  }

  async #kindOf({ organizationId, type, definitionId }: Actor): Promise<Kind | null> {
    const definition = await this.definitions.find(organizationId, type, definitionId);
    return definition && { definition, spec: (await this.specs.known(definition))?.connectionSpecification ?? null };
  }

  async #shown(actor: Actor, kind: Kind | null): Promise<ShownActor> {
    const kept = await this.safe.open(actor);
    return { ...actor, configuration: kept ? shownConfiguration(kept, kind) : {} };
  }
}

function shownConfiguration(kept: KeptConfiguration, kind: Kind | null): JsonObject {
  // What a command asks for is the same as when the configuration was entered, as long as the command is.
  if (!kind?.spec || (kind.definition.command && sameCommand(kept, kind.definition))) return masked(kept);
  try {
    return masked(withMarked(kept, kind.spec));
  } catch (error) {
    if (error instanceof MoorageError) return {};
    throw error;
  }
}
