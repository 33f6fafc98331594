import { describeFlightLedgerContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryFlightLedger } from './flight-ledger.memory';

describeFlightLedgerContract('MemoryFlightLedger', async () => {
  const clock = new FixedClock();
  return { port: new MemoryFlightLedger(clock), expireLease: async () => clock.advance(3_600_000), dispose: async () => undefined };
});
