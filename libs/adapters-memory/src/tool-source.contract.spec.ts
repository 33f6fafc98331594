import { describeToolSourceContract } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryToolSource } from './tool-source.memory';
import { MemoryMcpServers } from './memory-mcp-servers';

describeToolSourceContract('MemoryToolSource', async () => {
  const clock = new FixedClock();
  // The contract measures real time, so the clock is driven by it.
  const drive = setInterval(() => clock.advance(10), 10);
  const servers = new MemoryMcpServers(clock);
  return {
    port: new MemoryToolSource(servers),
    era: '2026',
    serve: async (script) => servers.serve(script),
    noticed: () => ({ requests: servers.requests, openSessions: 0, executedTools: 0 }),
    dispose: async () => clearInterval(drive),
  };
});
