import { collectDefaultMetrics, Registry } from 'prom-client';

let watching: Registry | undefined;

/**
 * Memory, CPU, event loop and garbage collection of this process, under the names that Prometheus dashboards for Node know.
 * Once for the process, since that is what they describe, and never ended: the client offers no way to take its observers back.
 */
export function watchProcess(): Registry {
  if (watching) return watching;
  watching = new Registry();
  collectDefaultMetrics({ register: watching });
  return watching;
}
