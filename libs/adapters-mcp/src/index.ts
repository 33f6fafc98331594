// The MCP adapters, by name. Nothing inside the library imports this file.
export { McpHealthProber } from './mcp-health-prober';
export { McpReader } from './mcp-reader';
export { McpToolSource } from './mcp-tool-source';
