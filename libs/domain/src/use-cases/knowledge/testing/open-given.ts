import { actorFailure } from '../../../errors/actor-failures';
import { invariant } from '../../../errors/moorage-error';
import type { Actor, ActorDefinition, KeptConfiguration } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { fitted } from '../secrets/fitted';
import { openConfiguration } from '../secrets/open-configuration';
import { overlaid } from '../secrets/overlaid';
import type { SpecBook } from '../spec-book';
import type { ActorReadiness } from './open-actor';

/** Opens a configuration that came with a request, for one run. One that its spec refuses is `CONNECTOR_INVALID_CONFIG`, with every fault. */
export class OpenGiven {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly specs: SpecBook,
    private readonly safe: ConfigurationSafe,
    private readonly schemas: JsonSchemas,
  ) {}

  async run(box: string, organizationId: string, about: Actor | ActorDefinition, work: Work): Promise<ActorReadiness> {
    if (!('definitionId' in about)) return this.#fitting(about, { configuration: await this.safe.accept(box, organizationId), secrets: [] }, work);
    const [definition, stored, sent] = await Promise.all([this.definitions.find(organizationId, about.type, about.definitionId), this.safe.open(about), this.safe.accept(box, organizationId)]);
    invariant(definition, 'a definition stays while something uses it');
    return stored ? this.#fitting(definition, overlaid(stored, sent, 'merge'), work) : { failure: actorFailure('CONFIGURATION_UNREADABLE') };
  }

  async #fitting(definition: ActorDefinition, given: KeptConfiguration, work: Work): Promise<ActorReadiness> {
    const report = await this.specs.lookUp(definition, work);
    if ('failure' in report) return report;
    const { configuration, secrets } = fitted(this.schemas, report.spec.connectionSpecification, given);
    return { ready: { definition, spec: report.spec, configuration: openConfiguration(configuration, secrets) } };
  }
}
