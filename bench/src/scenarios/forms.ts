import { join } from 'node:path';
import { Api } from '../ground/api';
import type { Closing } from '../ground/closing';
import { startNats } from '../ground/nats';
import { startSeparate, startStandalone, type Ground, type Suite } from '../ground/suite';
import { memoryMiB } from '../ground/usage';
import type { LoadResult } from '../load/load';
import { median, ratioOf, type Spread } from '../report/figures';
import { loadOn, type BenchGround } from './bench-ground';
import { contest, type Contestant, type Round } from './contest';

export type FormName = 'one process' | 'three processes' | 'two of each';

/** One form of the suite. */
export interface FormFigures {
  startMs: number;
  /** MiB of each process when nobody has asked anything yet, and after the load. */
  memory: { name: string; idle: number; worked: number }[];
  reads: Round[];
  tests: Round[];
  /** Of the median times of a test, to those of the SDK client, which takes turns with all forms. */
  besidePeer: Spread;
}

/** How a form is started, again and again. */
type Start = () => Promise<Suite>;

type ByForm<T> = Record<FormName, T>;

/** What is measured of a form that has started. */
interface Form {
  suite: Suite;
  startMs: number;
  idle: number[];
  contestant(request: Parameters<typeof loadOn>[1]): Contestant;
  path: string;
}

const READERS = 64;

export async function measureForms(bench: Omit<BenchGround, 'suite' | 'natsUrl' | 'natsPid'>, ground: Omit<Ground, 'natsUrl'>, closing: Closing): Promise<ByForm<FormFigures>> {
  const separate = async (copies: number): Promise<Start> => {
    const { url } = await closing.add(startNats(ground.folder));
    return () => startSeparate({ ...ground, natsUrl: url }, copies);
  };
  const starts: ByForm<Start> = {
    'one process': () => startStandalone(join(ground.folder, 'data'), ground.folder),
    'three processes': await separate(1),
    'two of each': await separate(2),
  };
  const forms = await startAll(bench, starts, closing);
  const { plan } = bench;
  const contestants = (request: Parameters<typeof loadOn>[1]) => each(forms, ({ contestant, path }) => contestant({ ...request, path: path + request.path }));
  const read = { method: 'GET', path: '', connections: READERS, milliseconds: plan.readMs, contains: '"object":"' } as const;
  const test = { method: 'POST', path: '/test', connections: 1, requests: plan.tests, milliseconds: 20_000, contains: '"healthy"' } as const;
  const testers = { ...contestants(test), peer: peerOf(bench) };
  await contest(testers, plan.rounds);
  const [reads, tests] = [await contest(contestants(read), plan.rounds), await contest(testers, plan.rounds)];
  return each(forms, (form, name) => ({ startMs: form.startMs, memory: memoryOf(form), reads: reads[name], tests: tests[name], besidePeer: ratioOf(tests[name].map(p50Of), tests.peer.map(p50Of)) }));
}

/** The SDK client, which asks the server that all forms test. */
function peerOf({ peer, addresses, plan }: Parameters<typeof measureForms>[0]): Contestant {
  return { run: () => peer.ask<LoadResult>('test', { url: addresses.near, requests: plan.tests, connections: 1, milliseconds: 20_000 }), processes: { client: [peer.pid] } };
}

const p50Of = ({ p50Ms }: Round): number => p50Ms;

function each<A, B>(forms: ByForm<A>, f: (form: A, name: FormName) => B): ByForm<B> {
  return Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, f(form, name as FormName)])) as ByForm<B>;
}

/** Starts every form several times, in turn; the last ones go on running. */
async function startAll(bench: Parameters<typeof measureForms>[0], starts: ByForm<Start>, closing: Closing): Promise<ByForm<Form>> {
  const times: ByForm<number[]> = { 'one process': [], 'three processes': [], 'two of each': [] };
  const keys: Partial<ByForm<string>> = {};
  // The first start makes database and schema, and is not counted.
  for (let start = 0; start < bench.plan.starts; start += 1) {
    for (const name of Object.keys(starts) as FormName[]) {
      const suite = await starts[name]();
      keys[name] ??= suite.apiKey;
      if (start > 0) times[name].push(suite.startMs);
      await suite.stop();
    }
  }
  const running = {} as ByForm<Form>;
  for (const name of Object.keys(starts) as FormName[]) {
    const suite = await closing.add(starts[name]());
    const key = keys[name] ?? suite.apiKey;
    const api = key ? new Api(suite.ports[0] ?? 0, key) : bench.api.at(suite.ports[0] ?? 0);
    running[name] = await formOf(bench, suite, api, [...times[name], suite.startMs]);
  }
  return running;
}

async function formOf(bench: Parameters<typeof measureForms>[0], suite: Suite, api: Api, times: number[]): Promise<Form> {
  const idle = suite.programs.map(({ pid }) => memoryMiB(pid));
  const processes = Object.fromEntries(suite.programs.map(({ name, pid }) => [name, [pid]]));
  const contestant = (request: Parameters<typeof loadOn>[1]) => ({ run: () => loadOn({ load: bench.load, suite, api }, request), processes });
  return { suite, startMs: median(times), idle, contestant, path: await api.connect(bench.addresses.near) };
}

function memoryOf({ suite, idle }: Form): FormFigures['memory'] {
  return suite.programs.map(({ name, pid }, index) => ({ name, idle: idle[index] ?? 0, worked: memoryMiB(pid) }));
}
