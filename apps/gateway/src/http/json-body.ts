import { MoorageError } from '@moorage/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** Bodies are JSON or nothing; an empty body is nothing, whatever its content type says. */
export function acceptJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, async (request: FastifyRequest, body: string) => parsed(request, body));
  server.addContentTypeParser('*', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => {
    if (body.length > 0) throw new MoorageError('UNSUPPORTED_MEDIA_TYPE');
    return undefined;
  });
}

/** Takes the content type from a request that announces no body, before anything can trip over it. */
export function forgetEmptyBody({ headers }: FastifyRequest): void {
  const announced = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!announced) delete headers['content-type'];
}

export function refuseCompressed({ 'content-encoding': encoding }: FastifyRequest['headers']): void {
  if (encoding && encoding !== 'identity') throw new MoorageError('UNSUPPORTED_MEDIA_TYPE', { message: 'Compressed request bodies are not accepted. Send plain JSON.' });
}

function parsed({ headers, routeOptions }: FastifyRequest, body: string): unknown {
  if (body.length === 0) return undefined;
  refuseCompressed(headers);
  try {
    return JSON.parse(body.startsWith('\uFEFF') ? body.slice(1) : body);
  } catch {
    throw MoorageError.invalid(routeOptions.config.operation?.faultCode ?? 'VALIDATION_ERROR', [{ field: '', message: 'the body is not valid JSON', rule: 'json' }]);
  }
}
