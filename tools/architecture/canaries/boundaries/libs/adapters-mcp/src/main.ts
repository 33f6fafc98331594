import '@modelcontextprotocol/sdk';
import '@moorage/adapters-postgres'; // violates row:libs/adapters-mcp
import 'undici'; // violates row:libs/adapters-mcp
import 'pg'; // violates row:libs/adapters-mcp
