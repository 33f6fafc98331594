import { actorFailure, CATALOG_LIMITS, fieldPaths, Secret, type CatalogReport, type Stream } from '@moorage/domain';
import { aStream, rejectionOf } from '@moorage/test-kit';
import { KnowledgeWorld } from './knowledge-world';

let world: KnowledgeWorld;
let asked: number;
beforeEach(async () => {
  world = await new KnowledgeWorld().furnish();
  asked = 0;
  offer([aStream({ name: 'orders' }), aStream({ name: 'people' }), aStream({ name: 'places' })]);
});

const SPEC = { connectionSpecification: { type: 'object', properties: { host: {}, token: { airbyte_secret: true } } } };
const offer = (streams: Stream[], more: { replacement?: Secret } = {}) => world.runtime.serve('def_source', { spec: SPEC, discover: (): CatalogReport => ((asked += 1), { streams, ...more }) });
const list = (query: Partial<Parameters<typeof world.listStreams.run>[1]> = {}) => world.listStreams.run(world.caller, { sourceId: 'src_1', force: false, limit: 20, offset: 0, ...query });
const change = async (configuration: object) => {
  const envelope = await world.safe.keep({ id: 'src_1', organizationId: 'org_alpha' }, { configuration: { ...configuration }, secrets: [] });
  await world.actors.change('org_alpha', 'source', 'src_1', (now) => ({ ...now, configuration: envelope }));
};

it('asks a source once, and says when that was', async () => {
  const first = await list();
  world.clock.advance(60_000);
  const second = await list();
  expect([first.cached, second.cached, asked]).toEqual([false, true, 1]);
  expect(second.discoveredAt).toEqual(first.discoveredAt);
  expect(second.items.map(({ name }) => name)).toEqual(['orders', 'people', 'places']);
});

it('asks again when told to, and remembers what is new', async () => {
  await list();
  offer([aStream({ name: 'new' })]);
  expect(await list({ force: true })).toMatchObject({ cached: false, total: 1 });
  expect(await list()).toMatchObject({ cached: true, items: [{ name: 'new' }] });
});

it('asks again once the configuration or what runs has changed', async () => {
  await list();
  await change({ host: 'other.example.test' });
  expect((await list()).cached).toBe(false);
  expect((await list()).cached).toBe(true);
  const definition = await world.definitions.find('org_alpha', 'source', 'def_source');
  if (definition) await world.definitions.putWellKnown([{ ...definition, version: 2 }]);
  expect((await list()).cached).toBe(false);
});

it('asks once for many who want to know at once', async () => {
  const pages = await Promise.all([list(), list(), list({ offset: 2 })]);
  expect(asked).toBe(1);
  expect(pages[2]?.items.map(({ name }) => name)).toEqual(['places']);
});

it('tells page by page, and how many there are', async () => {
  expect(await list({ limit: 2, offset: 1 })).toMatchObject({ total: 3, items: [{ name: 'people' }, { name: 'places' }] });
  expect(await list({ offset: 9 })).toMatchObject({ total: 3, items: [] });
});

it('remembers the streams of a source whose connector has its configuration replaced while it tells them', async () => {
  offer([aStream()], { replacement: Secret.of('{"host":"db.example.test","token":"next"}') });
  await list();
  expect(await world.stored()).toMatchObject({ token: 'next' });
  expect((await list()).cached).toBe(true);
});

it('does not know a source of another organization', async () => {
  expect(await rejectionOf(() => list({ sourceId: 'src_beta' }))).toMatchObject({ code: 'CONNECTOR_SOURCE_NOT_FOUND' });
});

it.each([
  ['CREDENTIALS_REFUSED', 'CONNECTOR_AUTHENTICATION_FAILED'],
  ['CONNECTION_REFUSED', 'CONNECTOR_SERVER_UNREACHABLE'],
  ['RATE_LIMITED_BY_SERVER', 'CONNECTOR_SERVER_UNREACHABLE'],
  ['OBJECT_NOT_FOUND', 'CONNECTOR_PROTOCOL_ERROR'],
  ['COMMAND_NOT_FOUND', 'UNPROCESSABLE'],
] as const)('tells %s as %s with the whole failure, and remembers nothing', async (failed, code) => {
  world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ failure: actorFailure(failed) }) });
  const error = await rejectionOf(() => list());
  expect(error).toMatchObject({ code, details: { failure: { code: failed, message: expect.any(String) as string, hint: expect.any(String) as string, failure_type: expect.any(String) as string } } });
  offer([aStream()]);
  expect((await list()).cached).toBe(false);
});

it('refuses more than fits into a message, and says what to do', async () => {
  offer(Array.from({ length: CATALOG_LIMITS.streams + 1 }, (_, at) => aStream({ name: `s${at}` })));
  expect(await rejectionOf(() => list())).toMatchObject({ message: expect.stringMatching(/limit 5000 streams.*smaller scope/) as string });
  offer([aStream({ jsonSchema: { description: 'x'.repeat(CATALOG_LIMITS.bytes) } })]);
  expect(await rejectionOf(() => list())).toMatchObject({ message: expect.stringContaining('limit 5 MiB') as string });
});

it('keeps nothing of a discovery that nobody waits for any more', async () => {
  const nobody = new AbortController();
  let began: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => (began = resolve));
  world.runtime.serve('def_source', { spec: SPEC, discover: () => (began(), new Promise(() => undefined)) });
  const left = rejectionOf(() => world.listStreams.run(world.caller, { sourceId: 'src_1', force: false, limit: 1, offset: 0 }, { signal: nobody.signal }));
  await underWay;
  nobody.abort();
  expect(await left).toMatchObject({ name: 'AbortError' });
  offer([aStream()]);
  expect((await list()).cached).toBe(false);
});

it('names the fields of a stream, outer ones before those inside them, to a depth that people choose from', () => {
  const text = { type: 'string' };
  const schema = { properties: { id: text, home: { properties: { city: text, geo: { properties: { lat: text, deep: { properties: { deeper: text } } } } } } } };
  expect(fieldPaths(schema).map((path) => path.join('.'))).toEqual(['id', 'home', 'home.city', 'home.geo', 'home.geo.lat', 'home.geo.deep']);
  expect(fieldPaths({})).toEqual([]);
});
