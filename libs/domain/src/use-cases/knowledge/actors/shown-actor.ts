import type { JsonObject } from '../../../model/json';
import type { Actor } from '../../../model/knowledge/actor';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { masked } from '../secrets/masked';

/** A source or destination as people see it: with its configuration, without the secrets in it. */
export type ShownActor = Omit<Actor, 'configuration'> & { configuration: JsonObject };

/** What cannot be decrypted any more is shown empty, so that it can be entered again. */
export async function shownActor(safe: ConfigurationSafe, actor: Actor): Promise<ShownActor> {
  const kept = await safe.open(actor);
  return { ...actor, configuration: kept ? masked(kept) : {} };
}
