import type { Caller } from '../../../model/caller';
import type { CheckReport } from '../../../model/knowledge/connector-run';
import type { Work } from '../../../model/work';
import type { Clock } from '../../../ports/clock.port';
import type { CheckActor } from './check-actor';
import type { ActorTestRequest, FindTestSubject } from './find-test-subject';
import type { OpenActor } from './open-actor';
import type { OpenGiven } from './open-given';
import { RunBudget } from './run-budget';

/** What a test found, and how long it took. */
export interface ActorTest {
  report: CheckReport;
  durationMs: number;
}

/**
 * Tests a source or a destination for real: as stored, as stored with changes, or before anything is stored. A given configuration that its
 * spec refuses is `CONNECTOR_INVALID_CONFIG`, a stored one is a result. Stored is only what a connector has to have kept of a stored one.
 * A test that is cancelled ends at once. Tests are not shared: each tells how things are after it was asked for.
 */
export class TestActor {
  constructor(
    private readonly find: FindTestSubject,
    private readonly openActor: OpenActor,
    private readonly openGiven: OpenGiven,
    private readonly check: CheckActor,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, request: ActorTestRequest, work: Work = {}): Promise<ActorTest> {
    const budget = new RunBudget(this.clock, work, caller.organizationId);
    const subject = await this.find.run(caller, request);
    const readiness = 'stored' in subject ? await this.openActor.run(subject.stored, work) : await this.openGiven.run(subject.given, caller.organizationId, subject.for, work);
    const stored = 'stored' in subject && { stored: subject.stored };
    const report = await this.check.run(readiness, { budget, openedMs: budget.spentMs(), ...stored, writeProbe: request.writeProbe ?? false });
    return { report, durationMs: budget.spentMs() };
  }
}
