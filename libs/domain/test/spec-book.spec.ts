import { FixedClock, MemoryConnectorRuntime, MemoryMetrics, MemorySpecCache } from '@moorage/adapters-memory';
import { SpecBook, type ConnectorSpec, type JsonObject, type JsonSchemas, type SpecReport } from '@moorage/domain';
import { anActorDefinition, rejectionOf } from '@moorage/test-kit';

const spec: ConnectorSpec = { connectionSpecification: { type: 'object', properties: { host: { type: 'string' } } }, documentationUrl: 'https://docs.example.test' };
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

class Shelf {
  asked = 0;
  refusal: string | null = null;
  readonly runtime = new MemoryConnectorRuntime(new FixedClock());
  readonly cache = new MemorySpecCache();
  readonly schemas: JsonSchemas = { faults: () => [], check: () => this.refusal };
  readonly metrics = new MemoryMetrics();
  readonly book = new SpecBook(this.runtime, this.cache, this.schemas, this.metrics);
  readonly definition = anActorDefinition({ id: 'def_own', kind: 'process', command: ['run'], version: 3 });

  says(connectionSpecification: JsonObject): void {
    this.runtime.serve('def_own', { spec: async () => this.answer({ spec: { ...spec, connectionSpecification } }) });
  }

  fails(report: SpecReport): void {
    this.runtime.serve('def_own', { spec: async () => this.answer(report) });
  }

  private answer(report: SpecReport): SpecReport {
    this.asked += 1;
    return report;
  }
}

let shelf: Shelf;
beforeEach(() => {
  shelf = new Shelf();
  shelf.says(spec.connectionSpecification);
});

it('asks a command once for each version of its definition, also when many want to know at once', async () => {
  const { book, definition } = shelf;
  await Promise.all([book.of(definition), book.of(definition), book.of(definition)]);
  expect(await book.of(definition)).toMatchObject({ documentationUrl: 'https://docs.example.test' });
  expect(shelf.asked).toBe(1);
  await book.of({ ...definition, version: 4 });
  expect(shelf.asked).toBe(2);
});

it('takes a spec that names no dialect for draft-07, and leaves one that does alone', async () => {
  expect((await shelf.book.of(shelf.definition)).connectionSpecification).toMatchObject({ $schema: DRAFT_07, type: 'object' });
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  shelf.says({ $schema, type: 'object' });
  expect((await shelf.book.of({ ...shelf.definition, version: 4 })).connectionSpecification).toEqual({ $schema, type: 'object' });
});

it.each<[string, JsonObject, string | null]>([
  ['is no schema', { type: 'object' }, 'it is not valid JSON Schema'],
  ['is the schema of something else than an object', { type: 'string' }, null],
  ['hides a secret where nobody can find it', { type: 'object', unheard: { airbyte_secret: true } }, null],
])('calls a spec that %s unusable, says why, and does not keep it', async (_what, schema, refusal) => {
  shelf.says(schema);
  shelf.refusal = refusal;
  const report = await shelf.book.lookUp(shelf.definition);
  expect(report).toMatchObject({ failure: { code: 'SPEC_UNUSABLE', stage: 'spec', message: expect.stringContaining(refusal ?? 'it ') as string } });
  expect(await shelf.cache.get({ definitionId: 'def_own', version: 3 })).toBeNull();
});

it('asks again after a failure, which may pass', async () => {
  shelf.runtime.serve('def_own', { spec: () => Promise.reject(new RangeError('broken')) });
  expect(await rejectionOf(() => shelf.book.of(shelf.definition))).toMatchObject({ code: 'CONNECTOR_PROTOCOL_ERROR', details: { failure: { code: 'UNEXPECTED' } } });
  shelf.says(spec.connectionSpecification);
  expect(await shelf.book.of(shelf.definition)).toMatchObject({ documentationUrl: 'https://docs.example.test' });
});

it('lets whoever gives up go at once, and the others wait for the answer', async () => {
  let say: (report: SpecReport) => void = () => undefined;
  shelf.runtime.serve('def_own', { spec: () => new Promise((resolve) => (say = resolve)) });
  const impatient = new AbortController();
  const one = rejectionOf(() => shelf.book.of(shelf.definition, { signal: impatient.signal }));
  const other = shelf.book.of(shelf.definition);
  await Promise.resolve();
  impatient.abort();
  expect(await one).toMatchObject({ name: 'AbortError' });
  await new Promise(setImmediate);
  say({ spec });
  expect(await other).toMatchObject({ documentationUrl: 'https://docs.example.test' });
});
