import { actorFailure, type ActorFailure, type ActorFailureCode, type CheckStage } from '@moorage/domain';

/** What fills the places in the texts of the failure catalogue. */
export type Facts = Record<string, string | number | undefined>;

/** The one error of a connector: why it goes no further, ready to be shown. What went wrong underneath is the `cause`, which nobody is shown. */
export class ActorFailed extends Error {
  override readonly name = 'ActorFailed';

  constructor(
    readonly failure: ActorFailure,
    cause?: unknown,
  ) {
    super(failure.message, { cause });
  }

  static of(code: ActorFailureCode, facts: Facts = {}, { stage, cause }: { stage?: CheckStage; cause?: unknown } = {}): ActorFailed {
    return new ActorFailed(actorFailure(code, facts, stage), cause);
  }
}
