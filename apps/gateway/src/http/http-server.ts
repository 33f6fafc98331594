import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MoorageError, type Clock } from '@moorage/domain';
import { EncodedReply } from '@moorage/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { begin } from './begin';
import { asMoorageError, errorReply, HTTP_STATUS } from './error-answer';
import { acceptJsonBodies, forgetEmptyBody } from './json-body';
import { traceOf } from './trace';
import type { Traffic } from './traffic';

const MAX_BODY_BYTES = 1024 * 1024;
/** How long a client may take to send its headers, and the whole request. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 30_000;
/** Longer than load balancers usually keep theirs, so that it is they who close. */
const KEEP_ALIVE_MS = 72_000;
/** Longer than any id, so that an overlong one is looked at and not found like any other. */
const MAX_PARAMETER_LENGTH = 2_000;

interface Given {
  clock: Clock;
  traffic: Traffic;
}

/** The HTTP side: limits, bodies, the headers of every answer, and answers to what never becomes a request. */
export function httpServer(clock: Clock, traffic: Traffic): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_MS },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH, ignoreTrailingSlash: true },
    // While closing, requests that still come in on open connections are answered like any other.
    return503OnClosing: false,
    skipMiddie: true,
    frameworkErrors: (error: { code: string }, request: FastifyRequest, reply: FastifyReply) => answerUnroutable(error, request, reply, { clock, traffic }),
    clientErrorHandler: (error, socket) => answerRaw(error, socket as Socket, { clock, traffic }),
  });
  const server = adapter.getInstance<FastifyInstance>();
  acceptJsonBodies(server);
  server.setReplySerializer((payload) => (payload instanceof EncodedReply ? payload.json : JSON.stringify(payload)) as string);
  server.addHook('onRequest', (request, reply, done) => {
    traffic.follow(request, reply, begin(request, reply));
    forgetEmptyBody(request);
    done();
  });
  return adapter;
}

/** The router could not read the address: no hook and no filter will see this request. */
function answerUnroutable(error: { code: string }, request: FastifyRequest, reply: FastifyReply, { clock, traffic }: Given): void {
  const trace = begin(request, reply);
  const moorage = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? new MoorageError('NOT_FOUND') : asMoorageError(error);
  const { status } = HTTP_STATUS[moorage.kind];
  traffic.refused(status, moorage.code);
  void reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(errorReply(moorage, trace.id, clock.now())));
}

/** Node could not read a request: there is only the bare connection to answer on. */
function answerRaw(error: { code?: string }, socket: Socket, { clock, traffic }: Given): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const moorage = unreadable(error.code);
  const { status } = HTTP_STATUS[moorage.kind];
  const { id } = traceOf(undefined);
  traffic.refused(status, moorage.code);
  const body = JSON.stringify(errorReply(moorage, id, clock.now()));
  const headers = ['content-type: application/json; charset=utf-8', `content-length: ${Buffer.byteLength(body)}`, `x-request-id: ${id}`, 'connection: close'];
  socket.end(`HTTP/1.1 ${status} Request refused\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}

function unreadable(code: string | undefined): MoorageError {
  if (code === 'HPE_HEADER_OVERFLOW') return new MoorageError('PAYLOAD_TOO_LARGE', { message: 'The address and headers of the request are too large. Send at most 16 KiB of them.' });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new MoorageError('VALIDATION_ERROR', { message: 'The request did not arrive completely in time. Send it again, faster.' });
  return new MoorageError('VALIDATION_ERROR', { message: 'The request is not valid HTTP/1.1.' });
}
