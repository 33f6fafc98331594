import { describeHealthProberContract } from '@moorage/test-kit';
import { openCommandHarness } from '../test/scripted-commands';
import { openHarness } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';
import type { McpReader } from './mcp-reader';

const prober = (reader: McpReader) => new McpHealthProber(reader);

for (const era of ['2025', '2026'] as const) {
  describeHealthProberContract(`McpHealthProber on servers of ${era}`, openHarness(era, prober));
  describeHealthProberContract(`McpHealthProber on commands of ${era}`, openCommandHarness(era, prober), {
    exempt: [{ clause: 'health-prober/refused-credentials', reason: 'a command has no status 401: it ends, and is quoted with what it said' }],
  });
}
describeHealthProberContract('McpHealthProber on servers over HTTP+SSE', openHarness('2024', prober, 'sse'));
describeHealthProberContract('McpHealthProber on servers over HTTP+SSE that are taken for newer ones', openHarness('2024', prober));
