// A server on fastmcp, a framework that many who write MCP servers use. Listens on PORT until it is told to end.
import { FastMCP } from 'fastmcp';

const server = new FastMCP({ name: 'adder', version: '4.2.0' });
server.addTool({ name: 'add', description: 'Adds.', execute: async () => '3' });
await server.start({ transportType: 'httpStream', httpStream: { host: '127.0.0.1', port: Number(process.env.PORT) } });
