import { MoorageError, type FieldFault } from '../../../errors/moorage-error';

/** A period as callers write it: ISO 8601 instants, or days. */
export interface WrittenPeriod {
  startDate?: string;
  endDate?: string;
}

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 400;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** From the start up to and not including the end: the thirty days before now unless it says something else. A day as the end is part of it. All in UTC where nothing else is said. */
export function readPeriod({ startDate, endDate }: WrittenPeriod, now: Date): { from: Date; to: Date } {
  const to = endDate === undefined ? now : new Date(instantOf('endDate', endDate).getTime() + (DAY.test(endDate) ? DAY_MS : 0));
  const from = startDate === undefined ? new Date(to.getTime() - USUAL_DAYS * DAY_MS) : instantOf('startDate', startDate);
  if (from >= to) throw refused({ field: 'startDate', message: 'startDate must be before endDate', rule: 'order' });
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS) throw refused({ field: 'startDate', message: `startDate must be at most ${MOST_DAYS} days before endDate`, rule: 'range' });
  return { from, to };
}

function instantOf(field: keyof WrittenPeriod, text: string): Date {
  const instant = new Date(DAY.test(text) || ZONE.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instant.getTime())) throw refused({ field, message: `${field} must be an instant such as 2025-10-07T12:30:00Z, or a day such as 2025-10-07`, rule: 'instant' });
  return instant;
}

function refused(fault: FieldFault): MoorageError {
  return MoorageError.invalid('VALIDATION_ERROR', [fault]);
}
