import { describeToolSourceContract } from '@moorage/test-kit';
import { openHarness } from '../test/scripted-servers';
import { McpToolSource } from './tool-source.mcp';

for (const era of ['2025', '2026'] as const) {
  describeToolSourceContract(`McpToolSource on servers of ${era}`, openHarness(era, (reader) => new McpToolSource(reader)));
}
