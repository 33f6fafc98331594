import { CHECK_STAGES, type ActorFailure, type CheckReport, type CheckStage, type CheckStep } from '@moorage/domain';
import type { ConnectTimings } from '@moorage/egress';
import { ActorFailed } from './actor-failed';
import { failureOf } from './failure-of';
import type { Reach } from './reach';
import type { RunTime } from './run-time';

/** Tells the failure that stands for an error of a driver; `null` when it knows none. */
export type Explain = (error: unknown) => ActorFailed | null;

const PHASES = [
  ['dns', 'dnsMs'],
  ['connect', 'connectMs'],
  ['tls', 'tlsMs'],
] as const;

/** One check under way: its steps as they are taken, each at most once, and what they found. */
export class CheckRun {
  readonly #steps: CheckStep[] = [];
  readonly #warnings: string[] = [];
  #failure: ActorFailure | undefined;

  constructor(
    readonly reach: Reach,
    private readonly time: Pick<RunTime, 'causeOf'>,
    /** The steps that this connector takes, in order; those not reached are skipped. */
    readonly plan: readonly CheckStage[],
    /** Whether a destination may write something to find out whether it can. */
    readonly writeProbe: boolean,
  ) {}

  /** Takes one step. An error ends the check as a failure of this step, or of the earlier one that it names. */
  async step<T>(step: CheckStage, work: () => Promise<T>, explain: Explain = () => null): Promise<T> {
    const began = performance.now();
    try {
      const done = await work();
      this.#steps.push({ step, status: 'succeeded', durationMs: performance.now() - began });
      return done;
    } catch (error) {
      throw this.#fail(error, step, performance.now() - began, explain);
    }
  }

  /** Opens a connection, whose timings are steps of their own. */
  async connection<T extends { timings: ConnectTimings }>(open: () => Promise<T>, explain: Explain = () => null): Promise<T> {
    const began = performance.now();
    try {
      const opened = await open();
      for (const [step, name] of PHASES) this.note(step, opened.timings[name]);
      return opened;
    } catch (error) {
      throw this.#fail(error, 'connect', performance.now() - began, explain);
    }
  }

  /** Notes a step that something else has taken; nothing when it took no time at all. */
  note(step: CheckStage, durationMs: number | undefined): void {
    if (durationMs !== undefined) this.#steps.push({ step, status: 'succeeded', durationMs });
  }

  /** Notes a step that is not taken, and why. */
  skip(step: CheckStage, message: string): void {
    this.#steps.push({ step, status: 'skipped', message, durationMs: 0 });
  }

  /** Says something that is not wrong, but should be known. */
  warn(text: string): void {
    this.#warnings.push(text);
  }

  /** The outcome; after an error that no step saw, a failure of the step that would have been next. */
  report(error?: unknown): CheckReport {
    if (error !== undefined && !this.#failure) this.#fail(error, this.#next(), 0, () => null);
    const failure = this.#failure;
    if (!failure) return { steps: this.#steps, warnings: this.#warnings };
    const missed = this.plan.slice(this.plan.indexOf(failure.stage) + 1).filter((step) => !this.#taken(step));
    const skipped = missed.map((step): CheckStep => ({ step, status: 'skipped', durationMs: 0 }));
    return { steps: [...this.#steps, ...skipped], warnings: this.#warnings, failure };
  }

  #fail(error: unknown, step: CheckStage, durationMs: number, explain: Explain): ActorFailed {
    const cause = this.time.causeOf(error);
    const failure = failureOf(explain(cause) ?? cause, step);
    const stage = CHECK_STAGES.indexOf(failure.stage) <= CHECK_STAGES.indexOf(step) ? failure.stage : step;
    this.#failure = { ...failure, stage };
    this.#steps.push({ step: stage, status: 'failed', message: failure.message, durationMs });
    return new ActorFailed(this.#failure, cause);
  }

  #next(): CheckStage {
    return this.plan.find((step) => !this.#taken(step)) ?? 'read';
  }

  #taken(step: CheckStage): boolean {
    return this.#steps.some((taken) => taken.step === step);
  }
}
