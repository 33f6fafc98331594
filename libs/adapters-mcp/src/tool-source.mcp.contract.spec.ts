import { describeToolSourceContract } from '@moorage/test-kit';
import { openCommandHarness } from '../test/scripted-commands';
import { openHarness } from '../test/scripted-servers';
import type { McpReader } from './mcp-reader';
import { McpToolSource } from './tool-source.mcp';

const source = (reader: McpReader) => new McpToolSource(reader);

for (const era of ['2025', '2026'] as const) {
  describeToolSourceContract(`McpToolSource on servers of ${era}`, openHarness(era, source));
  describeToolSourceContract(`McpToolSource on commands of ${era}`, openCommandHarness(era, source));
}
describeToolSourceContract('McpToolSource on servers over HTTP+SSE', openHarness('2024', source, 'sse'));
describeToolSourceContract('McpToolSource on servers over HTTP+SSE that are taken for newer ones', openHarness('2024', source));
