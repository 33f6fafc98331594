import { CHECK_STAGES, type ActorFailure, type CheckReport, type CheckStage, type CheckStep } from '@moorage/domain';
import { ConnectionFailed, type ConnectTimings } from '@moorage/egress';
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
  #steps: CheckStep[] = [];
  readonly #warnings: string[] = [];
  #failure: ActorFailure | undefined;
  #underway: { step: CheckStage; began: number } | undefined;

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
    const began = this.#begin(step);
    try {
      const done = await work();
      this.note(step, performance.now() - began);
      return done;
    } catch (error) {
      throw this.#fail(error, step, explain, began);
    }
  }

  /** Opens a connection, whose timings are steps of their own. What fails once it is open is a failure of the step that comes next. */
  async connection<T extends { timings: ConnectTimings }>(open: () => Promise<T>, explain: Explain = () => null): Promise<T> {
    const began = this.#begin('connect');
    try {
      const opened = await open();
      this.#notePhases(opened.timings);
      return opened;
    } catch (error) {
      if (error instanceof ConnectionFailed) this.#notePhases(error.timings);
      throw this.#fail(error, this.#whileConnecting(), explain, began);
    }
  }

  /** Notes what opening a connection took while a step is under way, where that comes before all other steps. */
  opened(timings: ConnectTimings): void {
    const underway = this.#underway;
    if (this.#steps.length === 0) this.#notePhases(timings);
    this.#underway = underway;
  }

  /** Notes a step that something else has taken; nothing when it took no time at all, or was taken before. */
  note(step: CheckStage, durationMs: number | undefined): void {
    this.#underway = undefined;
    if (durationMs !== undefined && !this.#taken(step)) this.#steps.push({ step, status: 'succeeded', durationMs });
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
    if (error !== undefined && !this.#failure) this.#fail(error, this.#underway?.step ?? this.#next(), () => null, this.#underway?.began);
    const failure = this.#failure;
    if (!failure) return { steps: [...this.#steps], warnings: [...this.#warnings] };
    const missed = this.plan.slice(this.plan.indexOf(failure.stage) + 1).filter((step) => !this.#taken(step));
    const skipped = missed.map((step): CheckStep => ({ step, status: 'skipped', durationMs: 0 }));
    return { steps: [...this.#steps, ...skipped], warnings: [...this.#warnings], failure };
  }

  #begin(step: CheckStage): number {
    const began = performance.now();
    this.#underway = { step, began };
    return began;
  }

  #notePhases(timings: ConnectTimings): void {
    for (const [step, name] of PHASES) this.note(step, timings[name]);
  }

  #fail(error: unknown, step: CheckStage, explain: Explain, began = performance.now()): ActorFailed {
    const cause = this.time.causeOf(error);
    const failure = failureOf(explain(cause) ?? cause, step);
    const stage = this.#placeOf(failure.stage, step);
    this.#failure = { ...failure, stage };
    const before = this.#steps.filter((taken) => taken.step !== stage);
    this.#steps = [...before, { step: stage, status: 'failed', message: failure.message, durationMs: performance.now() - began }];
    return new ActorFailed(this.#failure, cause);
  }

  /** Where a failure belongs that shows in `step`: to its own stage when that is an earlier one of this connector that was not taken, or part of connecting. */
  #placeOf(stage: CheckStage, step: CheckStage): CheckStage {
    const isPhase = PHASES.some(([phase]) => phase === stage);
    const isEarlier = CHECK_STAGES.indexOf(stage) < CHECK_STAGES.indexOf(step);
    const isOfThis = stage === 'spec' || this.plan.includes(stage);
    return ((isEarlier && isOfThis) || isPhase) && !this.#taken(stage) ? stage : step;
  }

  #next(): CheckStage {
    const last = this.plan.findLastIndex((step) => this.#taken(step));
    return this.plan[last + 1] ?? 'read';
  }

  /** The step of an error of opening a connection: looking up its name has failures of its own, and is no step for an address. */
  #whileConnecting(): CheckStage {
    const next = this.#next();
    return next === 'dns' ? 'connect' : next;
  }

  #taken(step: CheckStage): boolean {
    return this.#steps.some((taken) => taken.step === step);
  }
}
