import type { Api } from '../ground/api';
import type { Suite } from '../ground/suite';
import type { WorkerProcess } from '../ground/worker-process';
import type { LoadRequest, LoadResult } from '../load/load';
import type { Plan } from '../plan';
import type { Upstream } from '../upstream/main';

/** What the scenarios have in common. */
export interface BenchGround {
  plan: Plan;
  /** For what the processes print. */
  folder: string;
  suite: Suite;
  api: Api;
  natsUrl: string;
  natsPid: number;
  databaseUrl: string;
  postgresPid: number;
  /** A server of its own that is tested as a source: what the suite keeps its own data in may not be reached by connectors. */
  testedUrl: string;
  load: WorkerProcess;
  peer: WorkerProcess;
  bare: WorkerProcess;
  upstream: WorkerProcess;
  addresses: Upstream;
}

/** One round of load on the gateways of the suite, unless other ports are named. */
export function loadOn({ load, suite, api }: Pick<BenchGround, 'load' | 'suite' | 'api'>, request: Omit<LoadRequest, 'ports' | 'authorization'> & { ports?: number[] }): Promise<LoadResult> {
  return load.ask<LoadResult>('load', { ports: suite.ports, authorization: api.authorization, ...request });
}
