import type { LoadResult } from '../load/load';
import { ratioOf, type Spread } from '../report/figures';
import { loadOn, type BenchGround } from './bench-ground';
import { contest, type Contestant, type Round } from './contest';

/** A test through REST beside the same steps by the plain SDK client. */
export interface TestFigures {
  near: Comparison;
  far: Comparison;
  crowd: Comparison;
  /** What arrived at a server known to speak 2026-07-28, for one test. */
  modernRequests: string[];
}

export interface Comparison {
  ours: Round[];
  peer: Round[];
  /** Of the median times; with 64 at once, of the throughputs. */
  ratio: Spread;
}

const CROWD = 64;

export async function measureTests(ground: BenchGround): Promise<TestFigures> {
  const { addresses, plan } = ground;
  const paths = { near: await ground.api.connect(addresses.near), far: await ground.api.connect(addresses.far) };
  const one = (path: string, url: string, requests: number) => pair(ground, { path, url, requests, connections: 1 });
  await warm(pair(ground, { path: paths.near, url: addresses.near, requests: Infinity, connections: 8, milliseconds: plan.warmMs }));
  return {
    near: await compared(one(paths.near, addresses.near, plan.tests), plan.rounds, (round) => round.p50Ms),
    far: await compared(one(paths.far, addresses.far, plan.farTests), Math.ceil(plan.rounds / 2), (round) => round.p50Ms),
    crowd: await compared(pair(ground, { path: paths.near, url: addresses.near, requests: plan.crowd, connections: CROWD }), plan.rounds, (round) => round.perSecond),
    modernRequests: await requestsOfKnownModern(ground),
  };
}

interface Visit {
  path: string;
  url: string;
  requests: number;
  connections: number;
  milliseconds?: number;
}

type Pair = Record<'ours' | 'peer', Contestant>;

function pair(ground: BenchGround, { path, url, requests, connections, milliseconds = 20_000 }: Visit): Pair {
  const { suite, peer, natsPid, postgresPid } = ground;
  const many = { requests, connections, milliseconds };
  const pids = (name: string) => suite.programs.filter((program) => program.name === name).map((program) => program.pid);
  return {
    ours: {
      run: () => loadOn(ground, { ...many, method: 'POST', path: `${path}/test`, contains: '"healthy"' }),
      processes: { gateway: pids('gateway'), 'personal-connector': pids('personal-connector'), NATS: [natsPid], PostgreSQL: [postgresPid] },
    },
    peer: { run: () => peer.ask<LoadResult>('test', { url, ...many }), processes: { client: [peer.pid] } },
  };
}

async function warm({ ours, peer }: Pair): Promise<void> {
  await ours.run();
  await peer.run();
}

async function compared(contestants: Pair, rounds: number, figure: (round: Round) => number): Promise<Comparison> {
  const { ours, peer } = await contest(contestants, rounds);
  return { ours, peer, ratio: ratioOf(ours.map(figure), peer.map(figure)) };
}

/** The first test finds out which era the server speaks; the second one knows. */
async function requestsOfKnownModern({ api, upstream, addresses }: BenchGround): Promise<string[]> {
  const path = await api.connect(addresses.modern);
  await api.call('POST', `${path}/test`);
  await upstream.ask('arrived');
  await api.call('POST', `${path}/test`);
  return upstream.ask<string[]>('arrived');
}

