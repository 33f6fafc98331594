import { canonicalJson, isPlainObject, type JsonObject } from '../../../model/json';
import type { Actor } from '../../../model/knowledge/actor';
import type { Secret } from '../../../model/secret';
import type { Work } from '../../../model/work';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import { SIZE_LIMITS, sizeFaults } from '../../personal/size-limits';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { secretPaths } from '../secrets/secret-paths';
import type { ReadyActor } from './open-actor';

/**
 * Keeps the configuration that a connector wants instead of the stored one, because it has used up a token of that. Not kept: what says the
 * same, what does not fit the spec, what comes after somebody has entered another one, and what nobody waits for any more.
 */
export class KeepReplacement {
  constructor(
    private readonly actors: ActorRepo,
    private readonly safe: ConfigurationSafe,
    private readonly schemas: JsonSchemas,
    private readonly clock: Clock,
  ) {}

  /** The source or destination as it is stored now. */
  async run(actor: Actor, { definition: { command }, spec, configuration, hidden }: ReadyActor, replacement: Secret | undefined, { signal }: Work): Promise<Actor> {
    const next = replacement && parsed(replacement);
    if (!next || canonicalJson(next) === canonicalJson(parsed(configuration.text)) || !this.#fits(spec.connectionSpecification, next)) return actor;
    const secrets = [...hidden, ...secretPaths(spec.connectionSpecification, next)];
    const envelope = await this.safe.keep(actor, { configuration: next, secrets, ...(command && { command }) });
    signal?.throwIfAborted();
    const { organizationId, type, id } = actor;
    const changed = await this.actors.change(organizationId, type, id, (now) => (now.configuration === actor.configuration ? { ...now, configuration: envelope, updatedAt: this.clock.now() } : now));
    return changed ?? actor;
  }

  #fits(schema: JsonObject, configuration: JsonObject): boolean {
    const tooLarge = sizeFaults('configuration', configuration, SIZE_LIMITS.configuration);
    return tooLarge.length === 0 && this.schemas.faults(schema, configuration).length === 0;
  }
}

function parsed(text: Secret): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text.reveal());
    return isPlainObject(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
