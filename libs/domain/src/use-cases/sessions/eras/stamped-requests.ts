import type { JsonObject } from '../../../model/json';
import type { RpcRequest } from '../../../model/sessions/rpc';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';
import { ask, type Answer } from '../protocol/ask';
import { objectIn, withMeta } from '../protocol/members';
import { META, REVISION_2026 } from '../protocol/revisions';
import { capabilitiesFor2026 } from './client-capabilities';

/** Requests to a server of revision 2026-07-28. Each says again what a client of the 2025 era has said once, and has a number of its own. */
export class StampedRequests {
  /** Params of the client's `initialize`. */
  client: JsonObject = {};
  /** What the client last set with `logging/setLevel`. */
  logLevel: string | undefined;
  private last = 0;

  constructor(private readonly inner: Upstream) {}

  get capabilities(): JsonObject {
    return capabilitiesFor2026(objectIn(this.client, 'capabilities'));
  }

  ask(request: RpcRequest, exchange: Exchange): Promise<Answer> {
    const params = withMeta(request.params, {
      [META.version]: REVISION_2026,
      [META.client]: this.client['clientInfo'],
      [META.capabilities]: this.capabilities,
      [META.logLevel]: this.logLevel,
    });
    return ask(this.inner, { ...request, id: (this.last += 1), params }, exchange);
  }
}
