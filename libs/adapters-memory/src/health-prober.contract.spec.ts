import { describeHealthProberContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryHealthProber } from './health-prober.memory';
import { MemoryMcpServers } from './memory-mcp-servers';

describeHealthProberContract('MemoryHealthProber', async () => {
  const clock = new FixedClock();
  // The contract measures real time, so the clock is driven by it.
  const drive = setInterval(() => clock.advance(10), 10);
  const servers = new MemoryMcpServers(clock);
  return {
    port: new MemoryHealthProber(servers),
    era: '2026',
    serve: async (script) => servers.serve(script),
    noticed: () => ({ requests: servers.requests, openSessions: 0, executedTools: 0 }),
    dispose: async () => clearInterval(drive),
  };
});
