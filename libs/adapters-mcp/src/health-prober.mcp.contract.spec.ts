import { describeHealthProberContract } from '@moorage/test-kit';
import { openHarness } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';

for (const era of ['2025', '2026'] as const) {
  describeHealthProberContract(`McpHealthProber on servers of ${era}`, openHarness(era, (reader) => new McpHealthProber(reader)));
}
