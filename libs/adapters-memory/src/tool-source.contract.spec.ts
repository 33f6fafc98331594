import { describeToolSourceContract, followRealTime } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryToolSource } from './tool-source.memory';
import { MemoryMcpServers } from './memory-mcp-servers';

describeToolSourceContract('MemoryToolSource', async () => {
  const clock = new FixedClock();
  const stop = followRealTime(clock);
  const servers = new MemoryMcpServers(clock);
  return {
    port: new MemoryToolSource(servers),
    era: '2026',
    serve: async (script) => servers.serve(script),
    noticed: () => ({ requests: servers.requests, openSessions: 0, executedTools: 0 }),
    dispose: async () => stop(),
  };
});
