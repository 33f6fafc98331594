import type { Configuration } from '../../../model/configuration';
import type { ServerType } from '../../../model/connector';
import type { McpEra } from '../../../model/mcp-target';
import type { Peer } from '../protocol/peer';

const MOST_KNOWN = 10_000;

/** In the order in which they are tried for a client of each era: its own first, so that everything can pass as it is. */
const ORDER: Record<Peer['era'], Record<ServerType, readonly McpEra[]>> = {
  '2025': { http: ['2025', '2026', '2024'], sse: ['2024'], stdio: ['2025', '2026'] },
  '2026': { http: ['2026', '2025', '2024'], sse: ['2024'], stdio: ['2026', '2025'] },
};

/** Which eras the servers of configurations have turned out to speak, in this generation and process. Only saves round trips: whatever is wrong here heals itself. */
export class KnownEras {
  readonly #known = new Map<string, Map<McpEra, boolean>>();

  /** The eras to try, best first. What a test has found out counts until something else is known: it asks servers in the newest era first. */
  candidates({ id, generation, era: tested }: Configuration, serverType: ServerType, peer: Peer['era']): McpEra[] {
    const known = this.#known.get(`${id} ${generation}`);
    const ruledOut = (era: McpEra) => known?.get(era) === false || (known?.get(era) === undefined && era === '2026' && (tested === '2025' || tested === '2024'));
    const candidates = ORDER[peer][serverType].filter((era) => !ruledOut(era));
    const first = tested === '2024' && known === undefined ? tested : undefined;
    return first && candidates.includes(first) ? [first, ...candidates.filter((era) => era !== first)] : candidates.length > 0 ? candidates : [...ORDER[peer][serverType]];
  }

  /** Whether the server is known to speak this era, so that nobody needs to ask. */
  speaks({ id, generation, era: tested }: Configuration, era: McpEra): boolean {
    return this.#known.get(`${id} ${generation}`)?.get(era) ?? tested === era;
  }

  note({ id, generation }: Configuration, era: McpEra, speaks: boolean): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const key = `${id} ${generation}`;
    this.#known.set(key, (this.#known.get(key) ?? new Map<McpEra, boolean>()).set(era, speaks));
  }
}
