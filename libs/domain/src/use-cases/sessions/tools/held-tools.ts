import type { Fingerprints } from '../../../ports/accepted-tools.port';
import type { CachedTools } from '../../../ports/tool-cache.port';

/** How a definition stands with what its owner has accepted: `new` when none of that name was. */
export function standingWith(accepted: Fingerprints, { fingerprints }: Pick<CachedTools, 'fingerprints'>, name: string): 'new' | 'accepted' | 'changed' {
  if (!Object.hasOwn(accepted, name)) return 'new';
  return accepted[name] === fingerprints[name] ? 'accepted' : 'changed';
}

/** The tools that are held, in the order of the list, where the policy holds changes. */
export function heldTools(accepted: Fingerprints, entry: CachedTools): string[] {
  return entry.tools.map(({ name }) => name).filter((name) => standingWith(accepted, entry, name) === 'changed');
}
