import type { ActorDefinition, KeptConfiguration } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import { entered, type Entry } from '../secrets/entered';
import type { SpecBook } from '../spec-book';

/** Holds what is sent against the spec of its definition, and finds its secrets. */
export class FitConfiguration {
  constructor(
    private readonly specs: SpecBook,
    private readonly schemas: JsonSchemas,
  ) {}

  /** Rejects with `CONNECTOR_INVALID_CONFIG`, naming every fault and no value, and as `SpecBook.of` when there is no spec. */
  async run(definition: ActorDefinition, entry: Entry, work: Work): Promise<KeptConfiguration> {
    const { connectionSpecification } = await this.specs.of(definition, work);
    return entered(this.schemas, connectionSpecification, definition, entry);
  }
}
