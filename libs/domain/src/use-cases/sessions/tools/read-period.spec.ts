import { readPeriod, type WrittenPeriod } from './read-period';

const NOW = new Date('2026-11-21T09:30:15.123Z');

it.each<[string, WrittenPeriod, string, string]>([
  ['the last thirty days', {}, '2026-10-22T09:30:15.123Z', '2026-11-21T09:30:15.123Z'],
  ['up to now', { startDate: '2026-11-01T12:00:00Z' }, '2026-11-01T12:00:00.000Z', '2026-11-21T09:30:15.123Z'],
  ['thirty days before the end', { endDate: '2026-03-31T00:00:00Z' }, '2026-03-01T00:00:00.000Z', '2026-03-31T00:00:00.000Z'],
  ['whole days, the last one too', { startDate: '2025-10-01', endDate: '2025-10-07' }, '2025-10-01T00:00:00.000Z', '2025-10-08T00:00:00.000Z'],
  ['one day', { startDate: '2025-10-07', endDate: '2025-10-07' }, '2025-10-07T00:00:00.000Z', '2025-10-08T00:00:00.000Z'],
  ['UTC where no zone is said', { startDate: '2025-10-07T12:30:00', endDate: '2025-10-07T14:30:00+01:00' }, '2025-10-07T12:30:00.000Z', '2025-10-07T13:30:00.000Z'],
])('a period is %s', (_what, written, from, to) => {
  expect(readPeriod(written, NOW)).toEqual({ from: new Date(from), to: new Date(to) });
});

it.each<[string, WrittenPeriod, string]>([
  ['ends before it begins', { startDate: '2025-10-08', endDate: '2025-10-06' }, 'startDate'],
  ['begins after now', { startDate: '2026-12-01' }, 'startDate'],
  ['is longer than 400 days', { startDate: '2025-01-01', endDate: '2026-02-05' }, 'startDate'],
  ['begins at no instant', { startDate: 'yesterday' }, 'startDate'],
  ['ends on a day that is none', { endDate: '2025-13-45' }, 'endDate'],
])('a period that %s is refused, and the field is named', (_what, written, field) => {
  expect(() => readPeriod(written, NOW)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR', details: { errors: [expect.objectContaining({ field })] } }));
});
