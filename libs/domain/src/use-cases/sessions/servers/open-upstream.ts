import { ERA_DOUBTS } from '../../../errors/era-doubts';
import { failure, type Failure } from '../../../errors/failures';
import type { ServerType } from '../../../model/connector';
import type { JsonObject } from '../../../model/json';
import type { McpEra, McpTarget } from '../../../model/mcp-target';
import type { RpcMessage, RpcRequest, RpcResponse } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Upstream, Upstreams, UpstreamSettings } from '../../../ports/upstreams.port';
import type { OpenTarget } from '../../personal/open-target';
import type { ParkingUpstream, Translators } from '../eras/translators';
import { ask } from '../protocol/ask';
import { objectIn } from '../protocol/members';
import type { Peer } from '../protocol/peer';
import { META, REVISION_2026 } from '../protocol/revisions';
import { errorCodeIn, errorIn, resultIn, RPC } from '../protocol/rpc-answers';
import { LATE, withDeadline } from '../with-deadline';
import type { KnownEras } from './known-eras';

/** A way to a server in the era of the client. */
export interface Opened {
  upstream: ParkingUpstream;
  /** What the server speaks. */
  era: McpEra;
  serverType: ServerType;
  generation: number;
  /** MCP revision agreed on with the server. */
  protocolVersion: string;
  /** The result of its `initialize`, verbatim; absent where nobody asked. */
  greeting?: JsonObject;
}

export type OpenOutcome = Opened | { failure: Failure };

export interface OpenSettings {
  onMessage(message: RpcMessage): void;
  /** Goes on with a session instead of opening one. */
  resume?: { era: McpEra; protocolVersion: string; id?: string };
  signal: AbortSignal;
}

/** Ids of the requests that are ours; a client whose id is the same would have to mean it. */
const GREETING_ID = 'moorage/greeting';

/**
 * Opens the way to the server of a configuration, in the era of the client where the server speaks it, translated where it does not. A client of the
 * 2025 era is introduced with its own `initialize`, so that what server and client agree on is theirs.
 */
export class OpenUpstream {
  constructor(
    private readonly openTarget: OpenTarget,
    private readonly upstreams: Upstreams,
    private readonly eras: KnownEras,
    private readonly translators: Translators,
    private readonly given: { clock: Clock; deadlineMs: number },
  ) {}

  async run({ configuration, connector }: ConnectedConfiguration, peer: Peer, settings: OpenSettings): Promise<OpenOutcome> {
    const opened = await this.openTarget.run(configuration, connector);
    if (!opened) return { failure: failure('CONFIGURATION_INCOMPLETE', { what: 'its connector' }) };
    if ('failure' in opened.readiness) return opened.readiness;
    const { target } = opened.readiness;
    const { resume } = settings;
    if (resume) return { upstream: this.#way(target, peer, resume.era, settings), era: resume.era, serverType: target.serverType, generation: configuration.generation, protocolVersion: resume.protocolVersion };
    let outcome: OpenOutcome = { failure: failure('UNEXPECTED') };
    for (const era of this.eras.candidates(configuration, target.serverType, peer.era)) {
      outcome = await this.#inEra(era, { configuration, connector }, target, peer, settings);
      if (!('failure' in outcome)) return outcome;
      if (settings.signal.aborted || !ERA_DOUBTS.has(outcome.failure.code)) return outcome;
      this.eras.note(configuration, era, false);
    }
    return outcome;
  }

  async #inEra(era: McpEra, { configuration }: ConnectedConfiguration, target: McpTarget, peer: Peer, settings: OpenSettings): Promise<OpenOutcome> {
    const upstream = this.#way(target, peer, era, settings);
    const opened = { upstream, era, serverType: target.serverType, generation: configuration.generation };
    // Nothing is agreed on beforehand in the newer era, and who speaks for a server of the older one introduces the client with each request.
    if (peer.era === '2026' && (era !== '2026' || this.eras.speaks(configuration, era))) return { ...opened, protocolVersion: era === '2026' ? REVISION_2026 : era };
    const greeting = await this.#greet(upstream, peer, settings.signal);
    if ('failure' in greeting) {
      await upstream.close();
      return greeting;
    }
    this.eras.note(configuration, era, true);
    return { ...opened, protocolVersion: String(greeting.result['protocolVersion'] ?? REVISION_2026), ...(peer.era === '2025' && { greeting: greeting.result }) };
  }

  #way(target: McpTarget, peer: Peer, era: McpEra, { resume, onMessage }: OpenSettings): Upstream {
    const session = resume && { protocolVersion: resume.protocolVersion, ...(resume.id !== undefined && { id: resume.id }) };
    const open = (settings: Pick<UpstreamSettings, 'onMessage'>) => this.upstreams.open(target, { ...settings, era, ...(session && { session }) });
    if (peer.era === '2025' && era === '2026') return this.translators.as2025(open, peer, onMessage);
    if (peer.era === '2026' && era !== '2026') return this.translators.as2026(open);
    return open({ onMessage });
  }

  #greet(upstream: Upstream, peer: Peer, signal: AbortSignal): Promise<{ result: JsonObject } | { failure: Failure }> {
    const { clock, deadlineMs } = this.given;
    return withDeadline(
      clock,
      deadlineMs,
      async (until) => {
        const greeting = await greet(upstream, peer, until);
        if ('failure' in greeting) return until.reason === LATE ? { failure: failure('RESPONSE_TIMEOUT') } : greeting;
        if (peer.era === '2025') await upstream.send({ jsonrpc: '2.0', method: 'notifications/initialized' }, { onMessage: () => undefined, signal: until });
        return greeting;
      },
      signal,
    );
  }
}

async function greet(upstream: Upstream, peer: Peer, signal: AbortSignal): Promise<{ result: JsonObject } | { failure: Failure }> {
  const say = () => ask(upstream, greetingOf(peer), { signal, onMessage: () => undefined });
  const first = await say();
  const answer = first.response && wantsAnother(first.response) ? await say() : first;
  if (answer.failure) return answer;
  const result = resultIn(answer.response);
  if (!result) return { failure: failure('SERVER_REPORTED_ERROR', { rpcCode: errorCodeIn(answer.response) }) };
  const understood = peer.era === '2025' || (Array.isArray(result['supportedVersions']) && result['supportedVersions'].includes(REVISION_2026));
  return understood ? { result } : { failure: failure('PROTOCOL_VERSION_NOT_SUPPORTED') };
}

/** Whether a server refuses a revision that it names among those it supports: asked again it has to take it. */
function wantsAnother(response: RpcResponse): boolean {
  const { supported } = objectIn(errorIn(response), 'data');
  return errorCodeIn(response) === RPC.unsupportedVersion && Array.isArray(supported) && supported.includes(REVISION_2026);
}

function greetingOf({ era, client }: Peer): RpcRequest {
  if (era === '2025') return { jsonrpc: '2.0', id: GREETING_ID, method: 'initialize', params: client };
  const meta = { [META.version]: REVISION_2026, [META.client]: client['clientInfo'] ?? {}, [META.capabilities]: objectIn(client, 'capabilities') };
  return { jsonrpc: '2.0', id: GREETING_ID, method: 'server/discover', params: { _meta: meta } };
}
