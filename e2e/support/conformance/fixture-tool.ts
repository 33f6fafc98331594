import { fromJsonSchema, type CallToolResult, type InputRequiredResult, type McpServer, type ServerContext } from '@modelcontextprotocol/server';

type Arguments = Record<string, unknown>;
type Outcome = CallToolResult | InputRequiredResult;

/** A tool that the suite calls by its name. */
export interface FixtureTool {
  name: string;
  description: string;
  /** JSON Schema; a tool without takes no arguments. */
  inputSchema?: Parameters<typeof fromJsonSchema>[0];
  run(context: ServerContext, given: Arguments): Outcome | Promise<Outcome>;
}

export function registerTool(server: McpServer, { name, description, inputSchema, run }: FixtureTool): void {
  if (!inputSchema) server.registerTool(name, { description }, (context) => run(context, {}));
  else server.registerTool(name, { description, inputSchema: fromJsonSchema<Arguments>(inputSchema) }, (given, context) => run(context, given));
}

/** A result of one text. */
export const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });
