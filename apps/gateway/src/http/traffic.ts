import type { ServerResponse } from 'node:http';
import { HTTP_METHODS, type ErrorCode, type LabelsOf, type Log, type Metrics } from '@moorage/domain';
import type { Trace } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Method = LabelsOf<'moorage_http_requests_total'>['method'];

/** Where the id of the span stands in a `traceparent`. */
const SPAN = { from: 36, to: 52 };

/** What an operator sees of requests: one log line each, and their metrics. Routes stand for paths: those hold ids, and there is no end to them. */
export class Traffic {
  #inFlight = 0;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    metrics.gauge('moorage_http_requests_in_flight', {}, () => this.#inFlight);
  }

  /** Follows a request until its answer is sent, or its caller has left. */
  follow(request: FastifyRequest, { raw }: FastifyReply, trace: Trace): void {
    const began = performance.now();
    this.#inFlight += 1;
    raw.once('close', () => {
      this.#inFlight -= 1;
      const { method, routeOptions } = request;
      const answered = { method, route: routeOptions.url ?? 'unknown', ms: performance.now() - began };
      this.ended(answered, raw.writableFinished || isOpenEnded(raw) ? raw.statusCode : null, trace);
    });
  }

  /** Something arrived that no handler saw, and was refused with this status. */
  refused(status: number, code: ErrorCode): void {
    this.metrics.count('moorage_http_requests_total', { method: 'other', route: 'unreadable', status: String(status) });
    this.failed(code);
  }

  /** A caller was answered with this error. */
  failed(code: ErrorCode): void {
    this.metrics.count('moorage_http_errors_total', { code });
  }

  private ended({ method, route, ms }: { method: string; route: string; ms: number }, status: number | null, { id, traceparent }: Trace): void {
    const fields = { method, route, ms: Math.round(ms), traceId: id, spanId: traceparent.slice(SPAN.from, SPAN.to) };
    if (status === null) this.log.info('the caller left before the answer', fields);
    else this.log.info('answered', { ...fields, status });
    const known = isKnown(method) ? method : 'other';
    this.metrics.count('moorage_http_requests_total', { method: known, route, status: status === null ? 'left' : String(status) });
    this.metrics.observe('moorage_http_request_duration_seconds', ms / 1_000, { method: known, route });
  }
}

/** A stream of events lasts until one of both has enough of it: leaving it is no haste. */
function isOpenEnded(raw: ServerResponse): boolean {
  return raw.headersSent && raw.getHeader('content-type') === 'text/event-stream';
}

function isKnown(method: string): method is Method {
  return HTTP_METHODS.some((known) => known === method);
}
