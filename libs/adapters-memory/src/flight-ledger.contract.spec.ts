import { describeFlightLedgerContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryFlightLedger } from './flight-ledger.memory';

describeFlightLedgerContract('MemoryFlightLedger', async () => {
  const clock = new FixedClock();
  return { port: new MemoryFlightLedger(clock), pass: async (_key, ms) => clock.advance(ms), dispose: async () => undefined };
});
