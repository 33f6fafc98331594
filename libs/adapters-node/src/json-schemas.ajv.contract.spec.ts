import { describeJsonSchemasContract } from '@moorage/test-kit';
import { AjvJsonSchemas } from './json-schemas.ajv';

describeJsonSchemasContract('AjvJsonSchemas', async () => ({ port: new AjvJsonSchemas(), dispose: async () => {} }));
