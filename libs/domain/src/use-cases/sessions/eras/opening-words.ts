import { failure, type Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { RpcRequest } from '../../../model/sessions/rpc';
import type { Upstream } from '../../../ports/upstreams.port';
import { SharedWork } from '../../personal/shared-work';
import { ask, type Answer } from '../protocol/ask';
import { metaOf, objectIn } from '../protocol/members';
import { META, REVISIONS_2025 } from '../protocol/revisions';
import { resultIn } from '../protocol/rpc-answers';
import { capabilitiesFor2025 } from './client-capabilities';
import { LOG_LEVELS } from './log-levels';

/** What a server of the 2025 era has answered to `initialize`, or why it has not. */
export type Opening = { server: JsonObject; answer?: undefined } | { server?: undefined; answer: Answer };

/** The opening words of a session of the 2025 era, said once in the name of the first client of revision 2026-07-28 that needs it. */
export class OpeningWords {
  private opened: Opening | undefined;
  private opening: SharedWork<Opening> | undefined;
  private level = LOG_LEVELS.length;

  constructor(
    private readonly inner: Upstream,
    private readonly nextId: () => number,
  ) {}

  /** Says them unless that was done. All who come meanwhile wait for the same; what failed is tried anew by whoever comes next. */
  async say(request: RpcRequest, signal: AbortSignal): Promise<Opening> {
    if (this.opened) return this.opened;
    if (!this.opening || this.opening.over) this.opening = new SharedWork((over) => this.initialize(metaOf(request.params), over));
    const { opening } = this;
    const words = await opening.wait(signal).catch((): Opening => ({ answer: { failure: failure('CANCELLED') } }));
    if (words.server) this.opened = words;
    if (this.opening === opening && opening.over) this.opening = undefined;
    return words;
  }

  /** Has the server say messages of this level, too. Told once for each level that is more talkative than all before. */
  async talk(wanted: unknown, signal: AbortSignal): Promise<Failure | null> {
    const level = LOG_LEVELS.indexOf(wanted);
    const logs = 'logging' in objectIn(this.opened?.server, 'capabilities');
    if (level < 0 || level >= this.level || !logs) return null;
    const request: RpcRequest = { jsonrpc: '2.0', id: this.nextId(), method: 'logging/setLevel', params: { level: String(wanted) } };
    const answer = await ask(this.inner, request, { signal, onMessage: () => undefined });
    if (answer.failure) return answer.failure;
    this.level = level;
    return null;
  }

  private async initialize(meta: JsonObject, signal: AbortSignal): Promise<Opening> {
    const params = {
      protocolVersion: REVISIONS_2025[0],
      capabilities: capabilitiesFor2025(objectIn(meta, META.capabilities)),
      clientInfo: meta[META.client] ?? { name: 'unknown', version: 'unknown' },
    };
    const exchange = { signal, onMessage: () => undefined };
    const answer = await ask(this.inner, { jsonrpc: '2.0', id: this.nextId(), method: 'initialize', params }, exchange);
    const server = answer.response && resultIn(answer.response);
    if (!server) return { answer };
    if (!REVISIONS_2025.some((revision) => revision === server['protocolVersion'])) return { answer: { failure: failure('PROTOCOL_VERSION_NOT_SUPPORTED') } };
    const refused = await this.inner.send({ jsonrpc: '2.0', method: 'notifications/initialized' }, exchange);
    return refused ? { answer: { failure: refused } } : { server };
  }
}
