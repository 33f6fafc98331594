import type { Round } from '../scenarios/contest';
import type { SessionFigures } from '../scenarios/sessions';
import { sessionTable, sessionTargets } from './session-table';

const round = (p50Ms: number, perSecond: number): Round[] => [{ requests: 1, elapsedMs: 1, p50Ms, p99Ms: p50Ms, perSecond, processorUs: { server: 100 } }];

/** One process adds 0.4 ms and is twice as fast as civic. */
const FIGURES: SessionFigures = {
  open: { direct: round(2, 1), 'one process': round(3, 1), civic: round(5, 1) },
  call: { direct: round(1, 1), 'one process': round(1.4, 1), civic: round(2, 1) },
  crowds: [{ sessions: 8, rounds: { direct: round(1, 400), 'one process': round(1, 200), civic: round(1, 100) } }],
  list: { direct: round(1, 1), 'one process': round(0.5, 1), civic: round(2, 1) },
  memory: { direct: [], 'one process': [{ name: 'standalone', idle: 160, worked: 200 }], civic: [{ name: 'civic', idle: 80, worked: 90 }] },
  sdk: { direct: 2, 'one process': 2.5, civic: 3 },
};

it('a target is held against what was measured beside the side that it names', () => {
  const targets = sessionTargets(FIGURES);
  expect(targets).toContain('| what one process adds to tools/call, p50 in ms | **0.40** (0.40–0.40) | ≤ 0.50: met |');
  expect(targets).toContain('| 8 sessions, one process beside civic | **2.00** (2.00–2.00) | ≥ 1.00: met |');
  expect(targets).toContain('| tools/list, one process beside direct | **0.50** (0.50–0.50) | < 1.00: met |');
});

it('a way that could not be measured has no row, and the page says why', () => {
  expect(sessionTargets(FIGURES)).not.toContain('three processes');
  expect(sessionTable(FIGURES)).toContain('Three processes are left out: there is no nats-server on the PATH.');
});
