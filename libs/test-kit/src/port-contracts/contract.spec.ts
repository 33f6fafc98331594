import { defineContract, type Harness } from './contract';

interface CounterHarness extends Harness {
  value: number;
}

const disposed: number[] = [];
const open = async (value: number): Promise<CounterHarness> => ({ value, dispose: async () => void disposed.push(value) });

const contract = defineContract<CounterHarness>('counter', {
  'is-one: the value is one: exactly': ({ value }) => expect(value).toBe(1),
  'is-odd: the value is odd': async ({ value }) => expect(value % 2).toBe(1),
});

describe('defineContract', () => {
  it('gives every clause an id and the promise in words', () => {
    expect(contract.clauses.map(({ id, promise }) => [id, promise])).toEqual([
      ['counter/is-one', 'the value is one: exactly'],
      ['counter/is-odd', 'the value is odd'],
    ]);
  });

  it('answers exactly the clauses that an adapter fails', async () => {
    expect(await contract.failing(() => open(1))).toEqual([]);
    expect(await contract.failing(() => open(3))).toEqual(['counter/is-one']);
    expect(await contract.failing(() => open(2))).toEqual(['counter/is-one', 'counter/is-odd']);
  });

  it('opens a harness for every clause and disposes of it, also after a failure', async () => {
    disposed.length = 0;
    await contract.failing(() => open(2));
    expect(disposed).toEqual([2, 2]);
  });

  it('refuses an exemption from a clause that does not exist', () => {
    expect(() => contract.describe('x', () => open(1), { exempt: [{ clause: 'counter/is-two', reason: 'because' }] })).toThrow('no clause "counter/is-two"');
  });

  it('refuses an exemption without a reason, and a second one from the same clause', () => {
    const exempt = { clause: 'counter/is-one', reason: 'because' };
    expect(() => contract.describe('x', () => open(1), { exempt: [{ ...exempt, reason: ' ' }] })).toThrow('gives no reason');
    expect(() => contract.describe('x', () => open(1), { exempt: [exempt, exempt] })).toThrow('two exemptions');
  });
});

// Exempted clauses run inverted: this passes because the clause fails for three.
contract.describe('An adapter with an exemption', () => open(3), { exempt: [{ clause: 'counter/is-one', reason: 'three on purpose' }] });
