import { Api } from '../support/api';
import { Assistant, type Era } from '../support/assistant';
import { ConformanceFixture } from '../support/conformance/fixture';
import { connectAddress } from '../support/connections';
import { until } from '../support/processes';
import type { Suite } from '../support/suite';

/** Era of the assistant, and of the server, which knows no other. */
const CROSSWISE: [Era, Era][] = [
  ['2025', '2026'],
  ['2026', '2025'],
];

/** An assistant of one era and a server of the other understand each other, on a running suite. */
export function acrossErasJourney(suite: () => Suite): void {
  describe.each(CROSSWISE)('an assistant of %s and a server of %s', (era, only) => {
    let server: ConformanceFixture;
    let assistant: Assistant;
    beforeAll(async () => {
      server = await ConformanceFixture.start(only);
      const api = await Api.open(suite().urls, suite().apiKey);
      const { mcp } = await connectAddress(api, server.url, 'Crosswise');
      assistant = await Assistant.connect(suite(), mcp, era);
    });
    afterAll(async () => {
      await assistant?.[Symbol.asyncDispose]();
      await server?.[Symbol.asyncDispose]();
    });

    it('tools are listed and called, and a failure of a tool is one', async () => {
      expect(await assistant.toolNames()).toContain('test_simple_text');
      expect(await assistant.call('test_simple_text')).toMatch(/simple text/);
      expect(await assistant.call('test_error_handling')).toMatch(/^Error: .*intentionally/);
    });

    it('progress comes in its order, before the result', async () => {
      const steps: number[] = [];
      expect(await assistant.call('test_tool_with_progress', {}, { onprogress: ({ progress }) => void steps.push(progress) })).toBe('Done.');
      expect(steps).toEqual([0, 50, 100]);
    });

    it('resources are read, prompts are got, and arguments completed', async () => {
      expect(await assistant.readResource('test://static-text')).toMatchObject({ contents: [{ uri: 'test://static-text', text: 'This is the content of the static text resource.' }] });
      expect(await assistant.readResource('test://template/7/data')).toMatchObject({ contents: [{ text: expect.stringContaining('"id":"7"') }] });
      await expect(assistant.readResource('test://nothing')).rejects.toThrow();
      expect(await assistant.getPrompt('test_prompt_with_arguments', { arg1: 'a', arg2: 'b' })).toMatchObject({ messages: [{ content: { text: "Prompt with arguments: arg1='a', arg2='b'" } }] });
      expect(await assistant.complete('test_prompt_with_arguments', 'arg1', 'pari')).toEqual(['paris']);
    });

    it('a tool that asks the person, the model and for roots, in several rounds, gets its answers', async () => {
      expect(await assistant.call('test_input_required_result_elicitation')).toContain('Ada');
      expect(await assistant.call('test_sampling', { prompt: 'Which capital?' })).toContain('Paris');
      expect(await assistant.call('test_input_required_result_list_roots')).toContain('file:///home/ada');
      expect(await assistant.call('test_input_required_result_multiple_inputs')).toBe('state-ok');
      expect(await assistant.call('test_input_required_result_multi_round')).toMatch(/^Ada likes/);
    });

    it('a change of the tools is told', async () => {
      const names = await assistant.toolNames();
      assistant.forgetShown();
      await assistant.call('test_trigger_tool_change');
      await until('it to be told', () => assistant.wasShown(...names), 10_000);
    });
  });
}
