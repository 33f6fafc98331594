import { createServer, type AddressInfo } from 'node:net';
import { MemoryLog } from '@moorage/adapters-memory';
import { PromMetrics, PromRegistry } from '@moorage/adapters-node';
import { knowledgeHealth, listSourceDefinitions, MESSAGE_REGISTRY, serviceOf } from '@moorage/contracts';
import { connectContractClient, startEmbeddedBroker, type ContractClient, type EmbeddedBroker } from '@moorage/messaging';
import { aCaller, metricFaults } from '@moorage/test-kit';
import { start } from '../src';

let broker: EmbeddedBroker;
let service: { close(): Promise<void> };
let bus: ContractClient;
const metrics = new PromRegistry();
beforeAll(async () => {
  broker = await startEmbeddedBroker();
  const log = new MemoryLog();
  service = await start({ natsUrl: broker.url, log, metrics: new PromMetrics('knowledge-connector', metrics) });
  bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
});
afterAll(async () => {
  await bus.close();
  await service.close();
  await broker.stop();
});

it('handles every message that names it', async () => {
  const answered = {
    [knowledgeHealth.subject]: await bus.call(knowledgeHealth, {}, {}),
    [listSourceDefinitions.subject]: await bus.call(listSourceDefinitions, { limit: 5, offset: 2 }, { caller: aCaller() }),
  };
  const ours = [...MESSAGE_REGISTRY.values()].filter((each) => serviceOf(each) === 'knowledge').map((each) => each.subject);
  expect(Object.keys(answered).sort()).toEqual(ours.sort());
});

it('has an empty catalogue for now, and says so in the frame of a knowledge list', async () => {
  const page = await bus.call(listSourceDefinitions, { limit: 5, offset: 2 }, { caller: aCaller() });
  expect(page).toEqual({ data: [], total: 0, limit: 5, offset: 2, has_more: false });
});

it('counts, after traffic, exactly what the catalogue of metrics lists for it', async () => {
  await bus.call(knowledgeHealth, {}, {});
  expect(metricFaults('knowledge-connector', await metrics.scrape())).toEqual([]);
});

it('leaves no instance behind when it cannot open the port for its operator', async () => {
  const other = await startEmbeddedBroker();
  const log = new MemoryLog();
  const ground = { natsUrl: other.url, log };
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, resolve));
  await expect(start({ ...ground, opsPort: (taken.address() as AddressInfo).port })).rejects.toThrow();
  const client = await connectContractClient({ url: other.url, name: 'spec', log });
  await expect(client.call(knowledgeHealth, {}, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await client.close();
  await new Promise((resolve) => taken.close(resolve));
  await other.stop();
});

it('is gone for its callers at once when it stops', async () => {
  await service.close();
  await expect(bus.call(knowledgeHealth, {}, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});
