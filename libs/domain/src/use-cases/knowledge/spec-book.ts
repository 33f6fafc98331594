import { actorError } from '../../errors/actor-error';
import { actorFailure } from '../../errors/actor-failures';
import { MoorageError } from '../../errors/moorage-error';
import type { JsonObject } from '../../model/json';
import type { ActorDefinition } from '../../model/knowledge/actor';
import type { ConnectorSpec, SpecReport } from '../../model/knowledge/connector-run';
import type { Work } from '../../model/work';
import type { ConnectorRuntime } from '../../ports/connector-runtime.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import type { Metrics } from '../../ports/metrics.port';
import type { SpecCache } from '../../ports/spec-cache.port';
import { limitsWithin } from '../personal/limits-within';
import { SharedWork } from '../personal/shared-work';
import { assertWalkable } from './secrets/assert-walkable';

/** A connector says what it needs without asking anyone, but its command may have to be downloaded or to warm up first. */
const DEADLINE_MS = 20_000;

/** Specs that are held in memory at once. */
const MOST_READ = 32;

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/**
 * What connectors say of themselves, once for each version of a definition. Commands are asked once, also by many at the same time.
 * A spec that names no dialect gets the one of the protocol, draft-07; one that is no usable schema, or hides secrets, is a failure.
 */
export class SpecBook {
  /** Specs of commands that are being asked for in this process. */
  readonly #asked = new Map<string, SharedWork<SpecReport>>();
  /** Specs of native connectors are always the same objects, so they are judged once. */
  readonly #judged = new WeakMap<ConnectorSpec, SpecReport>();
  /** Specs of commands that were read lately, the oldest first: a version says the same for ever. Always the same objects, too, so that schemas are known again. */
  readonly #read = new Map<string, ConnectorSpec>();

  constructor(
    private readonly runtime: ConnectorRuntime,
    private readonly cache: SpecCache,
    private readonly schemas: JsonSchemas,
    private readonly metrics: Metrics,
  ) {}

  /** The spec; rejects with the failure as an API error when there is none. */
  async of(definition: ActorDefinition, work: Work = {}): Promise<ConnectorSpec> {
    const report = await this.lookUp(definition, work);
    if ('failure' in report) throw actorError(report.failure);
    return report.spec;
  }

  /** The spec, unless a command would have to be asked for it, or there is none. */
  async known(definition: ActorDefinition): Promise<ConnectorSpec | null> {
    if (definition.kind !== 'native') return this.#kept(definition);
    const report = await this.lookUp(definition);
    return 'spec' in report ? report.spec : null;
  }

  /** The spec, or why there is none. */
  async lookUp(definition: ActorDefinition, work: Work = {}): Promise<SpecReport> {
    if (definition.kind === 'native') return this.#judge(await this.runtime.spec(definition, limitsWithin(work, DEADLINE_MS)));
    const kept = await this.#kept(definition);
    this.metrics.count('moorage_spec_cache_reads_total', { result: kept ? 'hit' : 'miss' });
    return kept ? { spec: kept } : this.#ask(definition, work);
  }

  async #kept({ id: definitionId, version }: ActorDefinition): Promise<ConnectorSpec | null> {
    const key = `${definitionId}:${version}`;
    const kept = this.#read.get(key) ?? (await this.cache.get({ definitionId, version }));
    if (kept) this.#read.set(key, kept);
    const [oldest] = this.#read.keys();
    if (this.#read.size > MOST_READ && oldest !== undefined) this.#read.delete(oldest);
    return kept;
  }

  #ask(definition: ActorDefinition, work: Work): Promise<SpecReport> {
    const key = `${definition.id}:${definition.version}`;
    const present = this.#asked.get(key);
    const asked = present && !present.over ? present : new SharedWork((signal) => this.#learn(definition, signal));
    this.#asked.set(key, asked);
    return asked.wait(work.signal).finally(() => asked.over && this.#asked.get(key) === asked && this.#asked.delete(key));
  }

  async #learn(definition: ActorDefinition, signal: AbortSignal): Promise<SpecReport> {
    const { organizationId } = definition;
    const report = this.#judge(await this.runtime.spec(definition, { deadlineMs: DEADLINE_MS, signal, ...(organizationId !== undefined && { organizationId }) }));
    if ('spec' in report) await this.cache.put({ definitionId: definition.id, version: definition.version }, report.spec);
    return report;
  }

  #judge(report: SpecReport): SpecReport {
    if ('failure' in report) return report;
    const judged = this.#judged.get(report.spec) ?? this.#judgement(report.spec);
    if ('spec' in judged) this.#judged.set(report.spec, judged);
    return judged;
  }

  #judgement(spec: ConnectorSpec): SpecReport {
    const connectionSpecification = { $schema: DRAFT_07, ...spec.connectionSpecification };
    const why = this.schemas.check(connectionSpecification) ?? whyNotWalkable(connectionSpecification);
    return why === null ? { spec: { ...spec, connectionSpecification } } : { failure: actorFailure('SPEC_UNUSABLE', { why }) };
  }
}

function whyNotWalkable(schema: JsonObject): string | null {
  try {
    assertWalkable(schema);
    return null;
  } catch (error) {
    if (error instanceof MoorageError && typeof error.details.reason === 'string') return error.details.reason;
    throw error;
  }
}
