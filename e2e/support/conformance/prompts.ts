import { fromJsonSchema, type GetPromptResult, type McpServer } from '@modelcontextprotocol/server';
import { sentence, stillOpen } from './questions';
import { PIXEL } from './samples';

type Content = GetPromptResult['messages'][number]['content'];

const says = (...contents: Content[]): GetPromptResult => ({ messages: contents.map((content) => ({ role: 'user', content })) });
const words = (text: string): Content => ({ type: 'text', text });
const strings = (...names: string[]) => fromJsonSchema<Record<string, string>>({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), required: names });
const embedded = (uri: string): Content => ({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } });

/** Prompts that the suite asks for by name. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'Says one thing.' }, () => says(words('This is a simple prompt for testing.')));
  server.registerPrompt('test_prompt_with_arguments', { description: 'Says what it is given.', argsSchema: strings('arg1', 'arg2') }, ({ arg1, arg2 }) => says(words(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)));
  server.registerPrompt('test_prompt_with_embedded_resource', { description: 'Brings a resource.', argsSchema: strings('resourceUri') }, ({ resourceUri }) => says(embedded(resourceUri ?? ''), words('Please process the embedded resource above.')));
  server.registerPrompt('test_prompt_with_image', { description: 'Brings an image.' }, () => says({ type: 'image', data: PIXEL, mimeType: 'image/png' }, words('Please analyze the image above.')));
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks first.' }, (context) => {
    return stillOpen(context, { user_context: sentence('What context should the prompt use?', 'context') }) ?? says(words('Asked and answered.'));
  });
}
