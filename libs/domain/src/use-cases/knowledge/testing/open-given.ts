import { actorFailure } from '../../../errors/actor-failures';
import { invariant } from '../../../errors/moorage-error';
import { NOTHING_KEPT, type Actor, type ActorDefinition } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { entered, type Entry } from '../secrets/entered';
import { openConfiguration } from '../secrets/open-configuration';
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
    if (!('definitionId' in about)) return this.#fitting(about, { stored: NOTHING_KEPT, sent: await this.safe.accept(box, organizationId), mode: 'replace' }, work);
    const [definition, stored, sent] = await Promise.all([this.definitions.find(organizationId, about.type, about.definitionId), this.safe.open(about), this.safe.accept(box, organizationId)]);
    invariant(definition, 'a definition stays while something uses it');
    return stored ? this.#fitting(definition, { stored, sent, mode: 'merge' }, work) : { definition, failure: actorFailure('CONFIGURATION_UNREADABLE') };
  }

  async #fitting(definition: ActorDefinition, entry: Entry, work: Work): Promise<ActorReadiness> {
    const report = await this.specs.lookUp(definition, work);
    if ('failure' in report) return { definition, ...report };
    const { configuration, secrets: hidden } = entered(this.schemas, report.spec.connectionSpecification, definition, entry);
    return { ready: { definition, spec: report.spec, configuration: openConfiguration(configuration, hidden), hidden } };
  }
}
