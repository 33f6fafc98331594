import type { CounterName, GaugeName, HistogramName, LabelsOf } from '../metrics/metric-catalogue';

/**
 * Counts and measures what the catalogue of metrics lists, for an operator's Prometheus. A name or a label that is not in it does not compile.
 * Promises: no method ever throws, waits or does I/O, and each costs about a microsecond, so it may stand on the way of every request.
 * Series with different labels do not interfere. What was never counted is absent. Numbers live as long as the process.
 */
export abstract class Metrics {
  /** Adds one. */
  abstract count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>): void;

  /** Adds a duration, in seconds, to its distribution. What is no finite number of at least zero is left out. */
  abstract observe<Name extends HistogramName>(name: Name, seconds: number, labels: LabelsOf<Name>): void;

  /**
   * Shows what `read` answers whenever somebody looks, and not before. One that throws, or answers no finite number, is absent from that
   * look and hides no other. The last one given for the same name and labels counts.
   */
  abstract gauge<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, read: () => number): void;
}
