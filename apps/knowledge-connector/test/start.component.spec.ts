import { createServer, type AddressInfo } from 'node:net';
import { MemoryLog } from '@moorage/adapters-memory';
import { newEncryptionKey } from '@moorage/adapters-node';
import { createSourceDefinition, getSourceSpec, knowledgeHealth, listDestinationDefinitions, listSourceDefinitions } from '@moorage/contracts';
import { connectContractClient, startEmbeddedBroker } from '@moorage/messaging';
import { aCaller } from '@moorage/test-kit';
import { openTestDatabase } from '../../../libs/adapters-postgres/src/testing/test-database';
import { start } from '../src';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const caller = aCaller({ role: 'admin', scopes: ['knowledge:read', 'knowledge:write'] });

/** What the service stands on, and a client to ask it with. */
async function ground() {
  const log = new MemoryLog();
  const database = await openTestDatabase();
  ends.push(database.dispose);
  const broker = await startEmbeddedBroker();
  ends.push(broker.stop);
  const bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
  ends.push(() => bus.close());
  return { bus, config: { natsUrl: broker.url, databaseUrl: database.url, migrate: false, encryptionKeys: newEncryptionKey(), egressAllow: '', filesRoots: '', allowProcesses: '', processConcurrency: 2, log } };
}

it('knows, from its first start on, every connector that is part of it', async () => {
  const { bus, config } = await ground();
  for (const service of await Promise.all([start(config), start(config)])) ends.push(service.close);
  const [sources, destinations] = [await bus.call(listSourceDefinitions, {}, { caller }), await bus.call(listDestinationDefinitions, {}, { caller })];
  expect(sources.data.map(({ source_definition_id }) => source_definition_id)).toEqual('def_files def_git def_github def_http_api def_mysql def_notion def_postgres def_s3 def_sftp def_web'.split(' '));
  expect(destinations.data.map(({ destination_definition_id }) => destination_definition_id)).toEqual('ddef_http ddef_jsonl ddef_postgres ddef_s3'.split(' '));
  expect([...sources.data, ...destinations.data].filter(({ kind }) => kind !== 'native')).toEqual([]);
  expect(await bus.call(getSourceSpec, { source_definition_id: 'def_none' }, { caller }).catch((error: unknown) => error)).toMatchObject({ code: 'CONNECTOR_DEFINITION_NOT_FOUND' });
});

it('runs a connector that is a command as soon as it is defined, where the operator allows it, and nothing else', async () => {
  const { bus, config } = await ground();
  ends.push((await start({ ...config, allowProcesses: `${process.execPath} -p` })).close);
  const specOf = async (...words: string[]) => {
    const { source_definition_id } = await bus.call(createSourceDefinition, { name: 'Harbour', kind: 'process', command: [process.execPath, ...words] }, { caller });
    return bus.call(getSourceSpec, { source_definition_id }, { caller });
  };
  const connectionSpecification = { type: 'object', properties: { berth: { type: 'integer' } } };
  const said = JSON.stringify(JSON.stringify({ type: 'SPEC', spec: { connectionSpecification } }));
  expect(await specOf('-p', said)).toMatchObject({ connection_specification: connectionSpecification });
  await expect(specOf('-e', `console.log(${said})`)).rejects.toMatchObject({ details: { failure: { code: 'COMMAND_NOT_ALLOWED' } } });
});

it('leaves no instance behind when it cannot open the port for its operator', async () => {
  const { bus, config } = await ground();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, resolve));
  ends.push(() => new Promise((resolve) => taken.close(resolve)));
  await expect(start({ ...config, opsPort: (taken.address() as AddressInfo).port })).rejects.toThrow();
  await expect(bus.call(knowledgeHealth, {}, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

it('is gone for its callers at once when it stops', async () => {
  const { bus, config } = await ground();
  const service = await start(config);
  expect(await bus.call(knowledgeHealth, {}, {})).toMatchObject({ status: 'ok' });
  await service.close();
  await expect(bus.call(knowledgeHealth, {}, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});
