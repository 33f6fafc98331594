import type { Work } from '../../../model/work';
import type { Clock } from '../../../ports/clock.port';
import type { RunLimits } from '../../../ports/connector-runtime.port';
import { limitsWithin } from '../../personal/limits-within';

/** For all that one question makes connectors do: the answer is there within thirty seconds, whatever they do. */
const TOTAL_MS = 25_000;

/** The time that is left for the connectors of one question. */
export class RunBudget {
  readonly #since: number;

  constructor(
    private readonly clock: Clock,
    readonly work: Work,
    private readonly organizationId: string,
  ) {
    this.#since = clock.now().getTime();
  }

  /** Limits of a run that starts now. */
  limits(): RunLimits {
    return { ...limitsWithin(this.work, Math.max(1, TOTAL_MS - this.spentMs())), organizationId: this.organizationId };
  }

  /** Milliseconds since the question came. */
  spentMs(): number {
    return this.clock.now().getTime() - this.#since;
  }
}
