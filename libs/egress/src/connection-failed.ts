import { failure, type Failure, type FailureCode, type FailureStage } from '@moorage/domain';
import type { ConnectTimings } from './connect-timings';

/** What fills the places in the texts of the failure catalogue. */
export type FailureFacts = Parameters<typeof failure>[1];

/**
 * The one error of this library: why a server could not be reached or heard, ready to be shown. Its text comes from the
 * catalogue and holds no secret; what went wrong underneath is the `cause`, for logs inside the house only.
 */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed';
  readonly failure: Failure;
  /** What had succeeded of opening the connection before it failed. */
  readonly timings: ConnectTimings = {};

  constructor(
    code: FailureCode,
    /** What the texts were filled with, for texts of other catalogues. */
    readonly facts: NonNullable<FailureFacts> = {},
    options: { stage?: FailureStage; cause?: unknown } = {},
  ) {
    const told = failure(code, facts, options.stage);
    super(told.message, { cause: options.cause });
    this.failure = told;
  }
}
