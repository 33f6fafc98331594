import { describeHealthProberContract, followRealTime } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryHealthProber } from './health-prober.memory';
import { MemoryMcpServers } from './memory-mcp-servers';

describeHealthProberContract('MemoryHealthProber', async () => {
  const clock = new FixedClock();
  const stop = followRealTime(clock);
  const servers = new MemoryMcpServers(clock);
  return {
    port: new MemoryHealthProber(servers),
    era: '2026',
    serve: async (script) => servers.serve(script),
    noticed: () => ({ requests: servers.requests, openSessions: 0, executedTools: 0 }),
    dispose: async () => stop(),
  };
});
