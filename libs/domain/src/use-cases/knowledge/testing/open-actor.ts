import { actorFailure, type ActorFailure } from '../../../errors/actor-failures';
import { invariant } from '../../../errors/moorage-error';
import type { Actor, ActorDefinition, KeptConfiguration } from '../../../model/knowledge/actor';
import type { ConnectorSpec, OpenConfiguration } from '../../../model/knowledge/connector-run';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { openConfiguration } from '../secrets/open-configuration';
import { sameCommand } from '../secrets/where-it-leads';
import { withMarked } from '../secrets/with-marked';
import type { SpecBook } from '../spec-book';

/** A configuration that fits its spec, and what it can be handed to. */
export interface ReadyActor {
  definition: ActorDefinition;
  spec: ConnectorSpec;
  configuration: OpenConfiguration;
  /** Paths of its secrets. */
  hidden: string[][];
}

/** What a connector can be handed, or why it is handed nothing. */
export type ActorReadiness = { ready: ReadyActor } | { definition: ActorDefinition; failure: ActorFailure };

/** Faults that fit into one sentence. */
const TOLD_FAULTS = 3;

/** Opens what is stored of a source or destination for one run. What stands against that is a failure at `spec`. */
export class OpenActor {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecBook,
    private readonly safe: ConfigurationSafe,
    private readonly schemas: JsonSchemas,
  ) {}

  async run(actor: Actor, work: Work): Promise<ActorReadiness> {
    const definition = await this.definitions.find(actor.organizationId, actor.type, actor.definitionId);
    invariant(definition, 'a definition stays while something uses it');
    const [kept, report] = await Promise.all([this.safe.open(actor), this.specs.lookUp(definition, work)]);
    if (!kept) return { definition, failure: actorFailure('CONFIGURATION_UNREADABLE') };
    if (kept.secrets.length > 0 && !sameCommand(kept, definition)) return { definition, failure: actorFailure('SECRETS_FOR_ANOTHER_COMMAND') };
    if ('failure' in report) return { definition, ...report };
    return this.#fitting(definition, report.spec, kept);
  }

  #fitting(definition: ActorDefinition, spec: ConnectorSpec, kept: KeptConfiguration): ActorReadiness {
    const { configuration, secrets: hidden } = withMarked(kept, spec.connectionSpecification);
    const faults = this.schemas.faults(spec.connectionSpecification, configuration);
    if (faults.length > 0) return { definition, failure: actorFailure('CONFIGURATION_DOES_NOT_FIT', { what: faults.slice(0, TOLD_FAULTS).map(({ message }) => message).join('; ') }) };
    return { ready: { definition, spec, configuration: openConfiguration(configuration, hidden), hidden } };
  }
}
