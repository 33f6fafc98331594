import { MoorageError } from '../../errors/moorage-error';
import { ownerOf, type Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { ConfigRepo, ConfigScope } from '../../ports/config-repo.port';

export function scopeOf(caller: Caller): ConfigScope {
  return { organizationId: caller.organizationId, owner: ownerOf(caller) };
}

/** The caller's configuration; what belongs to anyone else does not exist: `CONFIGURATION_NOT_FOUND`. */
export async function ownConfiguration(configs: ConfigRepo, caller: Caller, id: string): Promise<Configuration> {
  return present(await configs.find(scopeOf(caller), id));
}

/** What was found of a configuration, or `CONFIGURATION_NOT_FOUND`. */
export function present<Found>(found: Found | null): Found {
  if (!found) throw new MoorageError('CONFIGURATION_NOT_FOUND');
  return found;
}
