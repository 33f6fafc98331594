import { failure, MoorageError, type FailureCode, type HealthProber, type McpTarget, type ProbeReport } from '@moorage/domain';
import type { HealthProberHarness } from '../port-contracts/health-prober.contract';
import { portFault, type Fault } from './fault';

const fault = portFault<HealthProberHarness>;

/** Reports through `change`, which sees every report and what it is about. */
const reporting = (change: (report: ProbeReport, target: McpTarget) => ProbeReport) => (honest: HealthProber): Partial<HealthProber> => ({
  probe: async (target, limits) => change(await honest.probe(target, limits), target),
});

/** Calls a failure by another name. */
const renaming = (from: FailureCode, to: FailureCode) => reporting((report) => (report.failure?.code === from ? { ...report, failure: failure(to) } : report));

/** Probers that are each wrong in one way. */
export const faultyHealthProbers: Fault<HealthProberHarness>[] = [
  fault('finds fault with everything', ['era-hint', 'healthy', 'parallel'], reporting((report) => ({ ...report, failure: report.failure ?? failure('UNEXPECTED') }))),
  fault(
    'calls a server without tools healthy',
    ['faults-are-failures', 'keeps-what-was-found'],
    reporting(({ failure: reason, ...report }) => (reason && reason.code !== 'NO_TOOLS' ? { ...report, failure: reason } : report)),
  ),
  fault('does not say which version the server has', ['identity'], reporting(({ serverVersion: _serverVersion, ...report }) => report)),
  fault('reports the era it would like', ['era', 'era-hint', 'keeps-what-was-found'], reporting((report) => (report.era ? { ...report, era: '2025' } : report))),
  fault(
    'believes a wrong hint',
    ['era-hint'],
    (honest) => ({ probe: async (target, limits) => (target.era === '2025' ? { timings: {}, failure: failure('INVALID_ANSWER') } : honest.probe(target, limits)) }),
  ),
  fault(
    'counts the first page only',
    ['counts-tools'],
    reporting((report) => (report.toolCount === undefined ? report : { ...report, toolCount: Math.min(report.toolCount, 5) })),
  ),
  fault('measures backwards', ['timings'], reporting((report) => ({ ...report, timings: { ...report.timings, handshakeMs: -1 } }))),
  fault('measures seconds as if they were milliseconds', ['timings'], reporting((report) => ({ ...report, timings: { ...report.timings, listToolsMs: 60_000 } }))),
  fault('takes an endless list for a long one', ['faults-are-failures'], renaming('ENDLESS_PAGES', 'TOO_MANY_TOOLS')),
  fault(
    'leaves places in its words open',
    ['faults-are-failures'],
    reporting((report) => (report.failure ? { ...report, failure: { ...report.failure, message: 'Nothing is listening at {host}.' } } : report)),
  ),
  fault('asks for credentials that it has sent', ['refused-credentials'], renaming('AUTHENTICATION_FAILED', 'AUTHENTICATION_REQUIRED')),
  fault('forgets what it found when it fails', ['keeps-what-was-found'], reporting((report) => (report.failure ? { timings: {}, failure: report.failure } : report))),
  fault('ignores the deadline', ['deadline'], (honest) => ({ probe: (target, limits) => honest.probe(target, { ...limits, deadlineMs: limits.deadlineMs + 500 }) })),
  fault('ignores the signal', ['abort', 'aborted-before'], (honest) => ({ probe: (target, { deadlineMs }) => honest.probe(target, { deadlineMs }) })),
  fault('calls a cancelled probe a timeout', ['abort', 'aborted-before'], renaming('CANCELLED', 'RESPONSE_TIMEOUT')),
  fault(
    'listens to a signal only once it has begun',
    ['aborted-before'],
    (honest) => ({ probe: (target, { deadlineMs, signal }) => honest.probe(target, { deadlineMs, ...(signal?.aborted ? {} : { signal }) }) }),
  ),
  fault('rejects for an address that is none', ['never-rejects'], (honest) => ({
    probe: async (target, limits) => {
      if (!URL.canParse(target.url?.reveal() ?? '')) throw new MoorageError('CONNECTOR_INVALID_CONFIG');
      return honest.probe(target, limits);
    },
  })),
  fault(
    'shows the whole address in a failure',
    ['no-secret'],
    reporting((report, { url }) => (report.failure ? { ...report, failure: { ...report.failure, message: `${url?.reveal()} does not work.` } } : report)),
  ),
  fault(
    'shows a header as the name of a server',
    ['no-secret'],
    reporting((report, { headers }) => (headers['x-api-key'] ? { ...report, serverName: headers['x-api-key'].reveal() } : report)),
  ),
  fault('shares one probe between all who ask at once', ['parallel'], (honest) => {
    let underWay: Promise<ProbeReport> | undefined;
    return { probe: (...args) => (underWay ??= honest.probe(...args).finally(() => (underWay = undefined))) };
  }),
  { name: 'leaves a session behind', fails: ['leaves-nothing'], spoil: (honest) => ({ ...honest, noticed: () => ({ ...honest.noticed(), openSessions: 1 }) }) },
  { name: 'tries a tool out', fails: ['leaves-nothing'], spoil: (honest) => ({ ...honest, noticed: () => ({ ...honest.noticed(), executedTools: 1 }) }) },
];
