import { METRICS, type CounterName, type GaugeName, type HistogramName, type LabelsOf, type MetricName, type Metrics } from '@moorage/domain';

/** One series as it stands. */
export interface MemorySample {
  name: MetricName;
  labels: Record<string, string>;
  /** What a counter has counted, a gauge reads, or a histogram was given, in sum. */
  value: number;
  /** How often a histogram was given something. */
  observations?: number;
}

/** Keeps every series, to be asked for. */
export class MemoryMetrics implements Metrics {
  readonly #series = new Map<string, MemorySample>();
  readonly #readings = new Map<string, Omit<MemorySample, 'value'> & { read: () => number }>();

  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>): void {
    this.#add(name, labels, 1);
  }

  observe<Name extends HistogramName>(name: Name, seconds: number, labels: LabelsOf<Name>): void {
    if (seconds >= 0 && seconds < Infinity) this.#add(name, labels, seconds, 1);
  }

  gauge<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, read: () => number): void {
    const series = seriesOf(name, labels);
    this.#readings.set(keyOf(name, series), { name, labels: series, read });
  }

  /** All series at this moment. */
  samples(): MemorySample[] {
    const read = [...this.#readings.values()].flatMap(({ read: reading, ...series }) => {
      const value = readSafely(reading);
      return value === null ? [] : [{ ...series, value }];
    });
    return [...this.#series.values(), ...read];
  }

  /** Value of the one series with these labels; 0 when nothing was counted. */
  valueOf<Name extends MetricName>(name: Name, labels: LabelsOf<Name>): number {
    const key = keyOf(name, labels);
    return this.samples().find((sample) => keyOf(sample.name, sample.labels) === key)?.value ?? 0;
  }

  #add<Name extends MetricName>(name: Name, given: LabelsOf<Name>, value: number, observations?: number): void {
    const labels = seriesOf(name, given);
    const key = keyOf(name, labels);
    const before = this.#series.get(key);
    const counted = observations === undefined ? {} : { observations: (before?.observations ?? 0) + observations };
    this.#series.set(key, { name, labels, value: (before?.value ?? 0) + value, ...counted });
  }
}

/** Only the labels that the catalogue knows. */
function seriesOf<Name extends MetricName>(name: Name, labels: LabelsOf<Name>): Record<string, string> {
  const given = labels as Record<string, string>;
  return Object.fromEntries(Object.keys(METRICS[name].labels).map((label) => [label, given[label] ?? '']));
}

function keyOf(name: MetricName, labels: Record<string, string>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort()]);
}

function readSafely(read: () => number): number | null {
  try {
    const value = read();
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}
