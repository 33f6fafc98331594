import '@moorage/adapters-mcp';
import '@moorage/knowledge-connector'; // violates row:apps/personal-connector
import '@modelcontextprotocol/sdk'; // violates row:apps/personal-connector
import 'fastify'; // violates row:apps/personal-connector
