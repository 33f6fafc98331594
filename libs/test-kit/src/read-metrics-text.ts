import type { MetricSample } from './port-contracts/metrics.contract';

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g;
const ESCAPES: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** The samples in a text that Prometheus would read. A histogram is one sample with its sum and the number of its observations; buckets are left out. */
export function readMetricsText(text: string): MetricSample[] {
  const histograms = new Set([...text.matchAll(/^# TYPE (\S+) histogram$/gm)].map(([, name = '']) => name));
  const samples = text.split('\n').flatMap((line) => sampleOf(line));
  const counts = new Map(samples.filter(({ name }) => histograms.has(name.replace(/_count$/, ''))).map((sample) => [keyOf(sample), sample.value]));
  return samples.flatMap((sample): MetricSample[] => {
    const [base = '', part] = partOf(sample.name);
    if (!part || !histograms.has(base)) return [sample];
    return part === 'sum' ? [{ ...sample, name: base, observations: counts.get(keyOf({ ...sample, name: `${base}_count` })) ?? 0 }] : [];
  });
}

function sampleOf(line: string): MetricSample[] {
  const [, name = '', labels = '', value] = LINE.exec(line) ?? [];
  if (line.startsWith('#') || value === undefined) return [];
  const read = [...labels.matchAll(LABEL)].map(([, label = '', escaped = '']) => [label, escaped.replace(/\\./g, (pair) => ESCAPES[pair] ?? pair)]);
  return [{ name, labels: Object.fromEntries(read) as Record<string, string>, value: Number(value) }];
}

function partOf(name: string): string[] {
  return /^(.*)_(sum|count|bucket)$/.exec(name)?.slice(1) ?? [name];
}

function keyOf({ name, labels }: MetricSample): string {
  return JSON.stringify([name, Object.entries(labels).sort()]);
}
