import type { ActorFailure, CheckStage } from '../../../errors/actor-failures';
import type { FieldFault } from '../../../errors/moorage-error';
import type { CheckReport } from '../../../model/knowledge/connector-run';

export const CONNECTION_SIDES = ['source', 'destination', 'streams'] as const;
export type ConnectionSide = (typeof CONNECTION_SIDES)[number];

/** One step of one side. */
export interface ConnectionCheck {
  side: ConnectionSide;
  step: CheckStage;
  status: 'succeeded' | 'failed' | 'skipped';
  message?: string;
}

/** What came out of each side; `null` where there was nothing to look at. */
export interface SideReports {
  source: CheckReport;
  destination: CheckReport | null;
  streams: { failure: ActorFailure } | { faults: FieldFault[] } | null;
}

/** More than anyone will read at once. */
const MAX_FAULTS = 100;
/** Failed checks that are told in one message. */
const TOLD_CHECKS = 3;

/** The checks of a connection, side by side. */
export function checksOf({ source, destination, streams }: SideReports): ConnectionCheck[] {
  return [
    ...stepsOf('source', source),
    ...(destination ? stepsOf('destination', destination) : [skipped('destination', 'connect', 'Not tested: no destination was named, and the workspace has no default one.')]),
    ...streamChecks(streams, source.failure !== undefined),
  ];
}

/** What people read of a connection that does not work: the sides and steps that failed, and why. */
export function failureMessage(checks: ConnectionCheck[]): string {
  const wrong = checks.filter(({ status }) => status === 'failed');
  const told = wrong.slice(0, TOLD_CHECKS).map(({ side, step, message = '' }) => `${SUBJECTS[side]} failed at the step ${step}: ${message}`);
  return [...told, ...(wrong.length > TOLD_CHECKS ? [`${wrong.length - TOLD_CHECKS} more checks failed.`] : [])].join(' ');
}

/** What should be known of a connection with which nothing is wrong: warnings, and that there was no destination or that it was not written to. */
export function worthKnowing(checks: ConnectionCheck[]): ConnectionCheck[] {
  return checks.filter(({ side, step, status, message }) => (status === 'skipped' ? side === 'destination' && (step === 'connect' || step === 'write') : message !== undefined));
}

const SUBJECTS: Record<ConnectionSide, string> = { source: 'The source', destination: 'The destination', streams: 'The choice of streams' };

/** The steps of a side; the last one that succeeded tells what should be known besides, such as that there is nothing to read. */
function stepsOf(side: ConnectionSide, { steps, warnings }: CheckReport): ConnectionCheck[] {
  const last = steps.findLastIndex(({ status }) => status === 'succeeded');
  return steps.map(({ durationMs: _, ...step }, at) => ({ side, ...step, ...(at === last && warnings.length > 0 && { message: warnings.join(' ') }) }));
}

function streamChecks(streams: SideReports['streams'], sourceFailed: boolean): ConnectionCheck[] {
  if (!streams) return [skipped('streams', 'read', 'Not tested: no streams were named.')];
  if ('faults' in streams) return streams.faults.length === 0 ? [{ side: 'streams', step: 'read', status: 'succeeded' }] : streams.faults.slice(0, MAX_FAULTS).map(({ message }) => failed('read', message));
  // What keeps the source from working keeps it from telling its streams, too.
  return [sourceFailed ? skipped('streams', 'read', 'Not tested: the source failed.') : failed(streams.failure.stage, streams.failure.message)];
}

function failed(step: CheckStage, message: string): ConnectionCheck {
  return { side: 'streams', step, status: 'failed', message };
}

function skipped(side: ConnectionSide, step: CheckStage, message: string): ConnectionCheck {
  return { side, step, status: 'skipped', message };
}
