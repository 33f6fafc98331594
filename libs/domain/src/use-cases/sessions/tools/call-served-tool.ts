import { MoorageError } from '../../../errors/moorage-error';
import type { JsonObject } from '../../../model/json';
import type { RpcRequest, RpcResponse } from '../../../model/sessions/rpc';
import type { CallOutcome } from '../../../model/sessions/tool-call';
import type { Tool } from '../../../model/tool';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { Metrics } from '../../../ports/metrics.port';
import type { CachedTools } from '../../../ports/tool-cache.port';
import type { Asked, Served } from '../chat';
import { mirroredParameters } from '../eras/mirrored-parameters';
import { withMeta } from '../protocol/members';
import { errorCodeIn, refused, resultIn, RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { VERBATIM, type PassedOn, type PassOn, type Renaming } from '../servers/pass-on';
import type { DoubtCredentials } from './doubt-credentials';
import type { RecordCalls } from './record-calls';
import { suspectsCredentials } from './suspects-credentials';
import type { ToolGate } from './tool-gate';

/** A call that was admitted or refused, for the history. */
interface Ended {
  outcome: CallOutcome;
  code?: string;
  credentialsSuspected?: boolean;
}

/** Where a result says that the credentials look refused. Source of the form: MCP, general fields, `_meta`. */
const SUSPECTED = 'dev.moorage/credentials-suspected';

/**
 * Calls a tool: admitted by the policy, its arguments checked before they leave, passed on as it is, and written into the history of its owner.
 * What keeps a call from leaving is told as a result that is an error, which the assistant reads and can mend; an unknown tool is an error of the protocol.
 */
export class CallServedTool {
  constructor(
    private readonly gate: ToolGate,
    private readonly passOn: PassOn,
    private readonly calls: RecordCalls,
    private readonly doubt: DoubtCredentials,
    private readonly given: { clock: Clock; ids: Ids; metrics: Metrics },
  ) {}

  /** `name`: by which the server knows the tool. */
  async run(asked: Asked, served: Served, entry: CachedTools, name: string, renaming: Renaming = VERBATIM): Promise<PassedOn | { refusal: unknown }> {
    const { chat, request, flow } = asked;
    const { connected } = served;
    const startedAt = this.given.clock.now();
    const params = request.params ?? {};
    let tool: Tool;
    try {
      tool = await this.gate.admit(connected.configuration, entry, name, params['arguments'] ?? {});
    } catch (error) {
      flow.answer(refusal(request, error, chat.peer.era === '2026'));
      this.#note(asked, served, name, startedAt, { outcome: 'refused', ...(error instanceof MoorageError && { code: error.code }) });
      return { refusal: error };
    }
    const message: RpcRequest = name === params['name'] ? request : { ...request, params: { ...params, name } };
    const headers = chat.peer.era === '2026' ? parametersOf(asked) : mirroredParameters(tool, params['arguments']);
    const link = chat.linkTo(connected);
    let suspected = false;
    const response = (said: RpcResponse) => {
      const result = resultIn(said);
      suspected = result !== undefined && suspectsCredentials(result);
      return renaming.response(suspected ? marked(said, connected.configuration.id) : said);
    };
    const passed = await this.passOn.run(asked, { connected, link, message, headers, renaming: { ...renaming, response } });
    this.#note(asked, served, name, startedAt, { ...endOf(passed), credentialsSuspected: suspected });
    if (suspected || isRefusedLogin(passed)) await this.doubt.run(connected.configuration);
    return passed;
  }

  #note({ chat, circumstances: { traceparent } }: Asked, { connected: { configuration } }: Served, tool: string, startedAt: Date, { outcome, code, credentialsSuspected = false }: Ended): void {
    const { organizationId, owner } = chat.scope;
    const durationMs = this.given.clock.now().getTime() - startedAt.getTime();
    const traceId = traceparent?.split('-')[1];
    this.given.metrics.count('moorage_tool_calls_total', { outcome, via: chat.via });
    this.calls.note({ id: this.given.ids.next('call'), organizationId, owner, configurationId: configuration.id, tool, outcome, credentialsSuspected, via: chat.via, startedAt, durationMs, ...(code !== undefined && { code }), ...(traceId !== undefined && { traceId }) });
  }
}

/** What a client mirrors is passed on as it is: the server holds it against the arguments. */
function parametersOf({ circumstances: { parameters = {} } }: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`mcp-param-${name}`, value]));
}

function refusal(request: RpcRequest, error: unknown, stateless: boolean): RpcResponse {
  if (!(error instanceof MoorageError)) return refused(request.id, error);
  if (error.code === 'TOOL_NOT_FOUND') return rpcError(request.id, RPC.invalidParams, error.message);
  return rpcResult(request.id, { ...(stateless && { resultType: 'complete' }), content: [{ type: 'text', text: error.message }], isError: true });
}

function endOf(passed: PassedOn): Ended {
  if ('failure' in passed) return failedWith(passed.failure.code);
  const result = resultIn(passed.response);
  if (!result) return { outcome: 'failed', code: String(errorCodeIn(passed.response)) };
  return { outcome: result['isError'] === true ? 'failed' : 'succeeded' };
}

function failedWith(code: string): Ended {
  if (code === 'CANCELLED') return { outcome: 'cancelled' };
  return { outcome: code === 'RESPONSE_TIMEOUT' ? 'timed_out' : 'unreachable', code };
}

function isRefusedLogin(passed: PassedOn): boolean {
  return 'failure' in passed && passed.failure.stage === 'authenticate';
}

function marked(response: RpcResponse, configurationId: string): RpcResponse {
  const result = response['result'] as JsonObject;
  const hint = 'The server seems not to have accepted the credentials. Test this configuration, and enter them again if the test fails.';
  return { ...response, result: withMeta(result, { [SUSPECTED]: { configurationId, hint } }) };
}
