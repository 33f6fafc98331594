import { FixedClock, MemoryCallLog, MemoryConfigRepo, MemoryLog } from '@moorage/adapters-memory';
import { aConfiguration, aToolCall } from '@moorage/test-kit';
import { MoorageError } from '../../../errors/moorage-error';
import type { ToolCall } from '../../../model/sessions/tool-call';
import { RecordCalls } from './record-calls';

/** A history that writes down what is asked of it, and can be away. */
class ShakyCallLog extends MemoryCallLog {
  readonly batches: string[][] = [];
  away = false;
  busy = 0;
  mostBusy = 0;

  override async record(calls: ToolCall[]): Promise<void> {
    this.mostBusy = Math.max(this.mostBusy, (this.busy += 1));
    await turn();
    this.busy -= 1;
    if (this.away) throw new MoorageError('SERVICE_UNAVAILABLE');
    if (calls.some(({ tool }) => tool === 'poison')) throw new MoorageError('VALIDATION_ERROR');
    this.batches.push(calls.map(({ id }) => id));
    await super.record(calls);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Everything that can happen without time going by. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

async function house() {
  const configs = new MemoryConfigRepo();
  await configs.insert(aConfiguration());
  const [history, clock, log] = [new ShakyCallLog(configs), new FixedClock(), new MemoryLog()];
  const record = new RecordCalls(history, clock, log);
  const note = (count: number, from = 0) => Array.from({ length: count }, (_, at) => record.note(aCall(from + at)));
  const written = () => history.batches.flat();
  return { history, clock, log, record, note, written };
}

const idOf = (at: number) => `call_${String(at).padStart(6, '0')}`;

const aCall = (at: number, tool = 'read') => aToolCall({ id: idOf(at), tool });

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => idOf(from + at));

it('calls are in the history one second later at the latest, those of that second together and in order', async () => {
  const { clock, note, written, history } = await house();
  note(3);
  await settled();
  clock.advance(999);
  await settled();
  expect(written()).toEqual([]);
  clock.advance(1);
  await settled();
  expect(history.batches).toEqual([ids(3)]);
});

it('two hundred calls are written without waiting, and one write ends before the next begins', async () => {
  const { note, history, clock } = await house();
  note(450);
  await settled();
  expect(history.batches).toEqual([ids(200), ids(200, 200)]);
  clock.advance(1_000);
  await settled();
  expect(history.batches.at(-1)).toEqual(ids(50, 400));
  expect(history.mostBusy).toBe(1);
});

it('what cannot be written now is written later, in order, and nothing is lost or said of it', async () => {
  const { clock, note, written, history, log } = await house();
  history.away = true;
  note(2);
  for (let second = 0; second < 5; second += 1) {
    await settled();
    clock.advance(1_000);
  }
  note(300, 2);
  await settled();
  expect(written()).toEqual([]);
  history.away = false;
  for (let second = 0; second < 3; second += 1) {
    clock.advance(1_000);
    await settled();
  }
  expect(written()).toEqual(ids(302));
  expect(log.lines).toEqual([]);
});

it('a history that stays away is not asked more than once a second, however many calls come', async () => {
  const { clock, note, history } = await house();
  history.away = true;
  let tries = 0;
  const record = history.record.bind(history);
  history.record = (calls) => ((tries += 1), record(calls));
  for (let second = 0; second < 10; second += 1) {
    note(500, second * 500);
    await settled();
    clock.advance(1_000);
    await settled();
  }
  expect(tries).toBeLessThanOrEqual(11);
});

it('of more than ten thousand calls that wait the oldest are lost, which the log says once', async () => {
  const { clock, note, written, history, log } = await house();
  history.away = true;
  note(12_000);
  await settled();
  clock.advance(1_000);
  await settled();
  note(3_000, 12_000);
  expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', message: expect.stringContaining('oldest') as string })]);
  history.away = false;
  clock.advance(1_000);
  for (let round = 0; round < 5; round += 1) await settled();
  clock.advance(1_000);
  await settled();
  expect(written()).toEqual(ids(10_000, 5_000));
});

it('a call that the history refuses does not keep others out of it', async () => {
  const { clock, note, record, written, log } = await house();
  note(5);
  record.note(aCall(5, 'poison'));
  note(5, 6);
  await settled();
  clock.advance(1_000);
  await settled();
  expect(written()).toEqual([...ids(5), ...ids(5, 6)]);
  expect(log.lines).toEqual([expect.objectContaining({ level: 'error', fields: { call: idOf(5) } })]);
});

it('a name that no text of the history can hold is made to fit', async () => {
  const { clock, record, history } = await house();
  record.note(aCall(1, `a\0b\uD800${'🏳️‍🌈'.repeat(200)}`));
  await settled();
  clock.advance(1_000);
  await settled();
  const { items } = await history.list({ configurationId: 'pconf_1', limit: 1 });
  expect(items[0]?.tool).toMatch(/^a b🏳️/u);
  expect(items[0]?.tool.length).toBeLessThanOrEqual(200);
  expect(items[0]?.tool).not.toMatch(/[\p{Cs}\0]/u);
});

it('closing writes what is left, without waiting for a second to pass', async () => {
  const { note, record, written, clock } = await house();
  note(450);
  await record.close();
  expect(written()).toEqual(ids(450));
  expect(clock.waiting).toBe(0);
});

it('closing gives up on a history that is away, and says how much is lost', async () => {
  const { note, record, history, log } = await house();
  history.away = true;
  note(3);
  await record.close();
  expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', fields: { calls: 3 } })]);
});

it('closing does not wait for ever for a history that does not answer', async () => {
  const { note, record, history, clock, log } = await house();
  history.record = () => new Promise(() => undefined);
  note(3);
  const closed = record.close();
  await settled();
  clock.advance(5_000);
  await closed;
  expect(log.lines).toHaveLength(1);
});

it('what comes after closing is not noted, and closing twice is fine', async () => {
  const { note, record, written } = await house();
  note(1);
  await record.close();
  note(1, 1);
  await record.close();
  expect(written()).toEqual(ids(1));
});
