import type { RpcMessage } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { Upstream, UpstreamSettings } from '../../../ports/upstreams.port';
import type { Peer } from '../protocol/peer';
import { As2025 } from './as-2025';
import { As2026 } from './as-2026';

/** Opens the way that a translator speaks through. */
export type OpenInner = (settings: Pick<UpstreamSettings, 'onMessage'>) => Upstream;

/** A way to a server on which a call may wait for its client to come back. */
export type ParkingUpstream = Upstream & { readonly requestState?: string | undefined; holds?(requestState: string): boolean };

const UNGUESSABLE = 32;

/** Makes ways to servers that speak another era than the client. */
export class Translators {
  constructor(private readonly given: { clock: Clock; ids: Ids; instance: string }) {}

  /** For a client of the 2025 era, to a server of 2026. */
  as2025(open: OpenInner, { client }: Peer, onMessage: (message: RpcMessage) => void): Upstream {
    const { clock, ids } = this.given;
    return new As2025((hear) => open({ onMessage: hear }), { clock, mint: () => ids.token(UNGUESSABLE), onMessage, client });
  }

  /** For a client of the 2026 era, to a server of 2025 or older. What waits for the client waits in this instance, whose name it is given. */
  as2026(open: OpenInner): ParkingUpstream {
    const { clock, ids, instance } = this.given;
    return new As2026((hear) => open({ onMessage: hear }), { clock, mint: () => `${instance}~${ids.token(UNGUESSABLE)}` });
  }
}

/** The instance in which a call waits that is to be gone on with; `null` when the state is a server's own. */
export function waitsIn(requestState: unknown): string | null {
  return typeof requestState === 'string' ? (/^([a-z0-9]{1,40})~[A-Za-z0-9]{32}$/.exec(requestState)?.[1] ?? null) : null;
}
