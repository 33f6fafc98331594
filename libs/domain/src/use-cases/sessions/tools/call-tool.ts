import { errorCodeOf, failure as failureOf } from '../../../errors/failures';
import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { JsonObject } from '../../../model/json';
import type { Work } from '../../../model/work';
import { present, scopeOf } from '../../personal/own-configurations';
import { assertEnabled, upstreamError } from '../../personal/refresh-tools';
import type { KnownConfigurations } from '../known-configurations';
import { Outflow } from '../outflow';
import { errorCodeIn, resultIn } from '../protocol/rpc-answers';
import type { OpenUpstream } from '../servers/open-upstream';
import type { ParkedLinks } from '../servers/parked-links';
import type { SharedLinks } from '../servers/shared-links';
import type { UnderWay } from '../servers/under-way';
import { SingleRequest } from '../single-request';
import type { CallServedTool } from './call-served-tool';
import type { ListServedTools } from './list-served-tools';

/** Characters of a result, as JSON, that fit into one answer of the API; an assistant session takes longer ones. */
const LONGEST_RESULT = 6 * 1024 * 1024;

/** Who asks where there is no assistant. It can answer no question of a server. */
const NOBODY = { era: '2025', client: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'moorage', version: '0.1.0' } } } as const;

/** Calls one tool without an assistant session: with an upstream session of its own where the server needs one. */
export class CallTool {
  constructor(
    private readonly known: KnownConfigurations,
    private readonly tools: ListServedTools,
    private readonly call: CallServedTool,
    private readonly given: { open: OpenUpstream; shared: SharedLinks; parked: ParkedLinks; underWay: UnderWay; instance: string },
  ) {}

  /**
   * The MCP result, verbatim, also one that says that it is an error. Rejects with `CONFIGURATION_NOT_FOUND`, `CONFIGURATION_DISABLED`, with what `ToolGate.admit`
   * says, and with an upstream error when there is no result.
   */
  async run(caller: Caller, id: string, name: string, args: JsonObject, work: Work = {}): Promise<JsonObject> {
    const connected = present(await this.known.one(scopeOf(caller), id));
    assertEnabled(connected.configuration);
    const served = { connected, prefix: null };
    const { entry } = await this.tools.named(served);
    const flow = new Outflow();
    const left = () => flow.leave();
    work.signal?.addEventListener('abort', left, { once: true });
    const chat = new SingleRequest(caller, { kind: 'one', configurationId: id }, NOBODY, 'rest', this.given.underWay, { ...this.given, flow });
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } } as const;
    const { traceparent } = work;
    try {
      return resultOf(await this.call.run({ chat, request, flow, circumstances: { instance: this.given.instance, ...(traceparent !== undefined && { traceparent }) } }, served, entry, name));
    } finally {
      work.signal?.removeEventListener('abort', left);
      await chat.end();
    }
  }
}

function resultOf(passed: Awaited<ReturnType<CallServedTool['run']>>): JsonObject {
  if ('refusal' in passed) throw passed.refusal;
  if ('failure' in passed) throw upstreamError(passed.failure);
  const result = resultIn(passed.response);
  if (!result) throw serverError(errorCodeIn(passed.response));
  if (JSON.stringify(result).length <= LONGEST_RESULT) return result;
  throw upstreamError(failureOf('ANSWER_TOO_LARGE', { limit: `${LONGEST_RESULT / 1024 / 1024} MiB` }));
}

function serverError(rpcCode: number | undefined): MoorageError {
  const failed = failureOf('SERVER_REPORTED_ERROR', { rpcCode });
  return new MoorageError(errorCodeOf(failed), { message: `${failed.message} ${failed.hint}`, details: { failure: { ...failed } } });
}
