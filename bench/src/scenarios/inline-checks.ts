import type { LoadResult } from '../load/load';
import { loadOn, type BenchGround } from './bench-ground';
import type { Contestant } from './contest';

/** How often is asked in a round, and how many at once. */
export interface Amount {
  requests: number;
  connections: number;
}

/** What a round of checks may take at most. */
export const ROUND_MS = 60_000;

/** Where the API keeps the knowledge connectors of the caller's organization. */
export async function knowledgePath({ api }: BenchGround): Promise<string> {
  const { organizationId } = await api.call<{ organizationId: string }>('GET', '/v1/me');
  return `/v1/organizations/${organizationId}/knowledge/connectors`;
}

/** Checks of a configuration that is nowhere stored, through REST. */
export function inlineChecks(ground: BenchGround, knowledge: string, body: { source_definition_id: string; configuration: object }, amount: Amount): Contestant {
  const { suite, natsPid, postgresPid } = ground;
  const pids = (name: string) => suite.programs.filter((program) => program.name === name).map((program) => program.pid);
  const asked = { method: 'POST', path: `${knowledge}/sources/test`, body: JSON.stringify(body), ...amount, milliseconds: ROUND_MS, contains: '"succeeded"' } as const;
  return {
    run: () => loadOn(ground, asked),
    processes: { gateway: pids('gateway'), 'knowledge-connector': pids('knowledge-connector'), NATS: [natsPid], PostgreSQL: [postgresPid] },
  };
}

/** The same without anything around it: work of the process `bare`. */
export function bareChecks({ bare }: BenchGround, name: 'database' | 'command', visit: object, amount: Amount): Contestant {
  return { run: () => bare.ask<LoadResult>(name, { ...visit, ...amount, milliseconds: ROUND_MS }), processes: { client: [bare.pid] } };
}
