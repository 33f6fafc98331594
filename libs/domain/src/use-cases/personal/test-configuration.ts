import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Check } from '../../model/check';
import type { ServerType } from '../../model/connector';
import type { ProbeReport } from '../../model/mcp-target';
import type { Work } from '../../model/work';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { HealthProber } from '../../ports/health-prober.port';
import type { Readiness } from '../credentials/build-target';
import { limitsWithin } from './limits-within';
import type { OpenTarget } from './open-target';
import { present, scopeOf } from './own-configurations';
import type { RecordCheck } from './record-check';

/** A check together with what people see of the server. */
export interface TestResult {
  check: Check;
  serverType: ServerType;
  serverUrl?: string;
}

/**
 * Tests a configuration with its own credentials. Executes no tool and never touches the tool cache; a disabled one may be tested.
 * A test that is cancelled ends at once and leaves no trace: nobody knows how it would have ended.
 */
export class TestConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly openTarget: OpenTarget,
    private readonly prober: HealthProber,
    private readonly record: RecordCheck,
    private readonly given: { clock: Clock; deadlineMs: number },
  ) {}

  async run(caller: Caller, id: string, work: Work = {}): Promise<TestResult> {
    const { configuration, connector } = present(await this.configs.findWithConnector(scopeOf(caller), id));
    const startedAt = this.given.clock.now();
    const opened = await this.openTarget.run(configuration, connector);
    if (!opened) throw new MoorageError('CONNECTOR_NOT_FOUND');
    const report = await this.probe(opened.readiness, work);
    const check = await this.record.run(configuration, { ...report, kind: 'test', startedAt, endedAt: this.given.clock.now() });
    return { check, serverType: opened.connector.serverType, ...(opened.shownUrl !== undefined && { serverUrl: opened.shownUrl }) };
  }

  private async probe(readiness: Readiness, work: Work): Promise<ProbeReport> {
    if ('failure' in readiness) return { failure: readiness.failure, timings: {} };
    return this.prober.probe(readiness.target, limitsWithin(work, this.given.deadlineMs));
  }
}
