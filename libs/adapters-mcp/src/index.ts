// The MCP adapters, by name. Nothing inside the library imports this file.
export { McpHealthProber } from './health-prober.mcp';
export { McpReader } from './mcp-reader';
export { HttpServerRegistry } from './registry/server-registry.http';
export { McpToolSource } from './tool-source.mcp';
export { McpUpstreams } from './upstreams/upstreams.mcp';
