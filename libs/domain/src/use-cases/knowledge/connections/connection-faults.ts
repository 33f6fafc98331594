import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import type { ConfiguredStream, Schedule } from '../../../model/knowledge/connection';
import { cronFault } from '../../../model/knowledge/cron';
import { SIZE_LIMITS, sizeFaults } from '../../personal/size-limits';
import { streamFaults } from './stream-faults';

/**
 * Refuses, as `CONNECTOR_INVALID_CONFIG`, what no source and no destination could ever fit. Whether streams fit those of this connection is not
 * asked: what a source offers changes. `validate-sync-config` and a connection test answer that.
 */
export function assertSensible({ schedule, streams }: { schedule?: Schedule; streams?: ConfiguredStream[] }): void {
  const named = streams && streamFaults(streams, {}).map((fault) => ({ ...fault, field: `configurations.${fault.field}`, message: `configurations.${fault.message}` }));
  const faults = [...(schedule ? scheduleFaults(schedule) : []), ...(named ?? []), ...sizeFaults('configurations', streams ?? [], SIZE_LIMITS.configuration)];
  if (faults.length > 0) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
}

function scheduleFaults({ scheduleType, cronExpression }: Schedule): FieldFault[] {
  const field = 'schedule.cron_expression';
  if (scheduleType === 'manual') return cronExpression === undefined ? [] : [{ field, message: `${field} goes with schedule_type cron only`, rule: 'match' }];
  if (cronExpression === undefined) return [{ field, message: `${field} is required for schedule_type cron`, rule: 'required' }];
  const says = cronFault(cronExpression);
  return says === null ? [] : [{ field, message: `${field} ${says}`, rule: 'cron' }];
}
