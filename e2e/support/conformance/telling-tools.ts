import { setTimeout as pause } from 'node:timers/promises';
import type { ServerContext } from '@modelcontextprotocol/server';
import { text, type FixtureTool } from './fixture-tool';

/** The suite wants to see that what is told meanwhile does not arrive in one go. */
const BETWEEN_MS = 50;

async function logThree(context: ServerContext): Promise<void> {
  await context.mcpReq.log('info', 'Tool execution started');
  await pause(BETWEEN_MS);
  await context.mcpReq.log('info', 'Tool processing data');
  await pause(BETWEEN_MS);
  await context.mcpReq.log('info', 'Tool execution completed');
}

async function progress(context: ServerContext, done: number): Promise<void> {
  const token = context.mcpReq._meta?.progressToken;
  if (token === undefined) return;
  await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress: done, total: 100, message: `${done} of 100` } });
}

/** Tools that tell something before they answer. */
export const TELLING_TOOLS: FixtureTool[] = [
  {
    name: 'test_tool_with_logging',
    description: 'Logs three times.',
    run: async (context) => {
      await logThree(context);
      return text('Logged.');
    },
  },
  {
    name: 'test_tool_with_progress',
    description: 'Reports its progress three times.',
    run: async (context) => {
      for (const done of [0, 50, 100]) {
        await progress(context, done);
        if (done < 100) await pause(BETWEEN_MS);
      }
      return text('Done.');
    },
  },
  {
    name: 'test_logging_tool',
    description: 'Logs once, to those who want logs.',
    run: async (context) => {
      await context.mcpReq.log('info', 'A line for those who asked for one.');
      return text('Logged to whom it concerns.');
    },
  },
  {
    name: 'test_reconnection',
    description: 'Breaks its stream off and answers on the one that is taken up again.',
    run: async (context) => {
      context.http?.closeSSE?.();
      await pause(BETWEEN_MS);
      return text('Taken up again.');
    },
  },
];

/** Tools that change a list for everybody. */
export const changingTools = (changes: { tools(): void; prompts(): void }): FixtureTool[] => [
  { name: 'test_trigger_tool_change', description: 'Says that the tools have changed.', run: () => (changes.tools(), text('Said.')) },
  { name: 'test_trigger_prompt_change', description: 'Says that the prompts have changed.', run: () => (changes.prompts(), text('Said.')) },
];
