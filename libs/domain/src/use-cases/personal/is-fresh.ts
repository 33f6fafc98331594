import type { Configuration } from '../../model/configuration';
import type { ToolCacheState } from '../../ports/tool-cache.port';

/** Whether cached tools may be served without asking the server again. */
export function isFresh(cached: ToolCacheState, { generation }: Pick<Configuration, 'generation'>, now: Date): boolean {
  return !cached.invalidated && cached.generation === generation && cached.expiresAt > now;
}
