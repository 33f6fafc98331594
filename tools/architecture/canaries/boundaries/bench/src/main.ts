import '@modelcontextprotocol/sdk';
import 'nats';
import 'pg';
import 'node:fs';
import '@moorage/domain'; // violates row:bench
import 'typeorm'; // violates row:bench
