import { MoorageError } from '../../errors/moorage-error';
import type { ToolPolicy } from '../../model/sessions/tool-policy';
import { SIZE_LIMITS, sizeFaults } from './size-limits';

/** A policy as it is stored: each name once. `VALIDATION_ERROR` when it is too large. */
export function storedPolicy({ allow, deny, onChange }: ToolPolicy): ToolPolicy {
  const policy = { ...(allow && { allow: [...new Set(allow)] }), ...(deny && { deny: [...new Set(deny)] }), onChange };
  const faults = sizeFaults('tools', policy, SIZE_LIMITS.tools);
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
  return policy;
}
