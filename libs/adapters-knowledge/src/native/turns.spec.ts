import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type CheckReport, type RunnableConnector } from '@moorage/domain';
import { EgressPolicy, GuardedHttp, GuardedSockets, Turns } from '@moorage/egress';
import { eventually } from '@moorage/test-kit';
import { FileRoots } from '../files/file-roots';
import { NativeConnectorRuntime } from './connector-runtime.native';
import type { NativeSource } from './native-connector';

const CONNECTOR: RunnableConnector = { id: 'def_one', type: 'source', kind: 'native', version: 1 };

/** A runtime with one turn, and a source that checks until it is let go, and does not notice when nobody waits any more. */
function runtimeOfOne(): { check(organizationId: string, deadlineMs?: number): Promise<CheckReport>; begun: string[]; letGo(): void; turns: Turns } {
  const turns = new Turns(1);
  const held: (() => void)[] = [];
  const begun: string[] = [];
  const source: NativeSource = {
    spec: { connectionSpecification: { type: 'object' } },
    plan: ['read'],
    check: async ({ of }, run) => run.step('read', () => new Promise<void>((resolve) => (begun.push(String(of)), held.push(resolve)))),
    discover: async () => [],
    read: async function* () {},
  };
  const policy = EgressPolicy.parse('');
  const ways = { http: new GuardedHttp(policy), sockets: new GuardedSockets(policy), files: FileRoots.parse(''), now: () => new Date() };
  const runtime = new NativeConnectorRuntime(ways, new MemoryLog(), { sources: { def_one: async () => source }, destinations: {} }, turns);
  return {
    check: (of, deadlineMs = 5_000) => runtime.check(CONNECTOR, { text: Secret.of(JSON.stringify({ of })), secrets: [] }, {}, { deadlineMs, organizationId: of }),
    begun,
    letGo: () => held.shift()?.(),
    turns,
  };
}

it('an organization with a hundred checks has another one wait for one of them, not for all', async () => {
  const { check, begun, letGo, turns } = runtimeOfOne();
  const many = [check('org_many'), check('org_many'), check('org_many')];
  await eventually(() => begun.join() === 'org_many');
  const one = check('org_one');
  await eventually(() => turns.waiting === 3);
  letGo();
  await eventually(() => begun.join() === 'org_many,org_one');
  letGo();
  expect((await one).failure).toBeUndefined();
  for (const ended of [3, 4]) {
    await eventually(() => begun.length === ended);
    letGo();
  }
  expect((await Promise.all(many)).map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
});

it('a check whose turn does not come says so, and says nothing of the configuration', async () => {
  const { check, begun, letGo } = runtimeOfOne();
  const first = check('org_one');
  await eventually(() => begun.length === 1);
  const second = await check('org_one', 50);
  expect(second.failure).toMatchObject({ code: 'COMMANDS_BUSY', stage: 'spec', type: 'transient_error', indeterminate: true });
  expect(second.steps.map(({ step, status }) => `${step} ${status}`)).toEqual(['spec failed', 'read skipped']);
  letGo();
  await first;
});

it('a turn is free again once time is up, also when the connector goes on', async () => {
  const { check, begun, letGo } = runtimeOfOne();
  expect((await check('org_one', 50)).failure).toMatchObject({ code: 'RESPONSE_TIMEOUT' });
  const second = check('org_two');
  await eventually(() => begun.join() === 'org_one,org_two');
  letGo();
  letGo();
  expect((await second).failure).toBeUndefined();
});
