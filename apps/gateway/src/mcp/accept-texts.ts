import { MoorageError } from '@moorage/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JSON_TYPE, refuseCompressed } from '../http/json-body';

/** Bodies are the text of JSON, which nobody here reads. */
export function acceptTexts(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, async ({ headers }: FastifyRequest, body: string) => (refuseCompressed(headers), body));
  server.addContentTypeParser('*', { parseAs: 'string' }, async () => Promise.reject(new MoorageError('UNSUPPORTED_MEDIA_TYPE')));
}
