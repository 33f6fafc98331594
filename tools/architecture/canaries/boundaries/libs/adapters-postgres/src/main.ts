import '@moorage/egress';
import 'typeorm';
import '@moorage/adapters-node'; // violates row:libs/adapters-postgres
import '@modelcontextprotocol/sdk'; // violates row:libs/adapters-postgres
