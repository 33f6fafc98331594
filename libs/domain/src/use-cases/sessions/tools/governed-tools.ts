import type { ToolPolicy } from '../../../model/sessions/tool-policy';
import type { AcceptedTools } from '../../../ports/accepted-tools.port';
import type { CachedTools } from '../../../ports/tool-cache.port';
import { heldTools } from './held-tools';

/** Tools as their owner sees them: all of them, and what the policy makes of them. */
export interface GovernedTools extends CachedTools {
  policy?: ToolPolicy;
  /** Where the policy holds changes: names of those that are held until their owner accepts them, whenever they changed. */
  held?: string[];
}

/** Adds the policy of their configuration to tools. */
export async function governed(entry: CachedTools, policy: ToolPolicy | undefined, accepted: AcceptedTools, configurationId: string): Promise<GovernedTools> {
  if (!policy) return entry;
  return { ...entry, policy, ...(policy.onChange === 'hold' && { held: heldTools(await accepted.read(configurationId), entry) }) };
}
