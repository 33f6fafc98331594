import { METRICS, type App, type Metric } from '@moorage/domain';
import { readMetricsText } from './read-metrics-text';

const CATALOGUE = new Map<string, Metric>(Object.entries(METRICS));

/**
 * Where a scrape of one app after all kinds of traffic differs from the catalogue, one sentence each: a metric that nobody emits, one that
 * is not listed, or not for this app, a label too many or too few, a value that the label does not have.
 */
export function metricFaults(app: App, text: string): string[] {
  const samples = readMetricsText(text);
  const emitted = new Set(samples.map(({ name }) => name));
  const dead = [...CATALOGUE].filter(([name, { apps }]) => apps.includes(app) && !emitted.has(name)).map(([name]) => `${name} is in the catalogue, and ${app} never emits it.`);
  return [...dead, ...new Set(samples.flatMap(({ name, labels }) => sampleFaults(app, name, labels)))];
}

function sampleFaults(app: App, name: string, { app: of, ...labels }: Record<string, string>): string[] {
  const metric = CATALOGUE.get(name);
  if (!metric) return [`${name} is not in the catalogue.`];
  const [given, known] = [Object.keys(labels).sort().join(), Object.keys(metric.labels).sort().join()];
  return [
    ...(of === app ? [] : [`${name} has the app ${of}.`]),
    ...(metric.apps.includes(app) ? [] : [`${name} is not listed for ${app}.`]),
    ...(given === known ? [] : [`${name} has the labels ${given} instead of ${known}.`]),
    ...Object.entries(labels).flatMap(([label, value]) => (metric.labels[label]?.values?.includes(value) === false ? [`${name} has ${label}="${value}".`] : [])),
  ];
}
