import { MemoryLog } from '@moorage/adapters-memory';
import { knowledgeHealth, listSourceDefinitions, MESSAGE_REGISTRY, serviceOf } from '@moorage/contracts';
import { connectContractClient, startEmbeddedBroker, type ContractClient, type EmbeddedBroker } from '@moorage/messaging';
import { aCaller } from '@moorage/test-kit';
import { start } from '../src';

let broker: EmbeddedBroker;
let service: { close(): Promise<void> };
let bus: ContractClient;
beforeAll(async () => {
  broker = await startEmbeddedBroker();
  const log = new MemoryLog();
  service = await start({ natsUrl: broker.url, log });
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

it('is gone for its callers at once when it stops', async () => {
  await service.close();
  await expect(bus.call(knowledgeHealth, {}, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});
