import '@moorage/adapters-postgres/testing';
import '@modelcontextprotocol/server';
import 'ajv';
import 'node:fs';
import '@moorage/domain'; // violates tests:e2e
import '../../apps/gateway/src/health.controller'; // violates tests:e2e
import '../../libs/adapters-postgres/src/main'; // violates tests:e2e
import 'typeorm'; // violates tests:e2e
