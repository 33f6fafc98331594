import { isErrorCode, type LabelsOf, type Metrics } from '@moorage/domain';

type Outcome = LabelsOf<'moorage_bus_calls_total'>['outcome'];

const NAMES = {
  client: { total: 'moorage_bus_calls_total', duration: 'moorage_bus_call_duration_seconds', inFlight: 'moorage_bus_calls_in_flight' },
  server: { total: 'moorage_bus_requests_total', duration: 'moorage_bus_request_duration_seconds', inFlight: 'moorage_bus_requests_in_flight' },
} as const;

/** Counts and times what one side of a connection to the bus does. Without metrics it does nothing. */
export class BusMeter {
  private underWay = 0;
  private up = false;

  constructor(
    private readonly metrics: Metrics | undefined,
    private readonly side: keyof typeof NAMES,
  ) {
    metrics?.gauge(NAMES[side].inFlight, {}, () => this.underWay);
    metrics?.gauge('moorage_bus_connected', { side }, () => Number(this.up));
  }

  /** The connection stands, or is lost. */
  connected(up: boolean): void {
    if (up && !this.up) this.metrics?.count('moorage_bus_connections_total', { side: this.side });
    this.up = up;
  }

  /** Does a piece of work and counts how it ended: as `outcomeOf` its result says, or with the code of what it threw. */
  async measure<T>(subject: string, work: () => Promise<T>, outcomeOf: (result: T) => Outcome = () => 'ok'): Promise<T> {
    const began = this.begin();
    try {
      const result = await work();
      this.end(subject, began, outcomeOf(result));
      return result;
    } catch (error) {
      this.end(subject, began, codeOf(error));
      throw error;
    }
  }

  /** A piece of work begins. Answers its beginning, for `end`. */
  begin(): number {
    this.underWay += 1;
    return performance.now();
  }

  end(subject: string, began: number, outcome: Outcome): void {
    const { total, duration } = NAMES[this.side];
    this.underWay -= 1;
    this.metrics?.count(total, { subject, outcome });
    this.metrics?.observe(duration, (performance.now() - began) / 1_000, { subject });
  }
}

function codeOf(error: unknown): Outcome {
  const code = (error as { code?: unknown } | null)?.code;
  return isErrorCode(code) ? code : 'INTERNAL_ERROR';
}
