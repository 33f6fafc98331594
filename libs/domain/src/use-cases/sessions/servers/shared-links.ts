import { canonicalJson } from '../../../model/json';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Peer } from '../protocol/peer';
import type { Link } from './link';

/** How long a way that nobody uses is kept. */
const IDLE_MS = 60_000;
const MOST_KEPT = 1_000;

interface Kept {
  link: Link;
  usedAt: number;
}

/**
 * Ways to servers that keep nothing of an assistant between two requests, shared by all requests of clients that say the same of themselves with
 * the credentials of one configuration. Whatever a server does keep is never shared.
 */
export class SharedLinks {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {}

  /** One to use, at the same time as others do, or `null`. */
  borrow({ configuration }: ConnectedConfiguration, peer: Peer): Link | null {
    const kept = this.#kept.get(keyOf(configuration.id, peer));
    if (!kept?.link.isOpen || kept.link.state?.generation !== configuration.generation) return null;
    kept.usedAt = this.#now();
    return kept.link;
  }

  /** Keeps it if it can be shared and none is there, else closes it. */
  async giveBack(configurationId: string, peer: Peer, link: Link): Promise<void> {
    const key = keyOf(configurationId, peer);
    const kept = this.#kept.get(key);
    if (kept?.link === link) return;
    if (!link.isOpen || !link.isShareable || kept?.link.isOpen || this.#kept.size >= MOST_KEPT) return link.close();
    await kept?.link.close();
    this.#kept.set(key, { link, usedAt: this.#now() });
  }

  /** Closes what nobody has used for a while. */
  async sweep(): Promise<void> {
    const idle = [...this.#kept].filter(([, { link, usedAt }]) => !link.isOpen || this.#now() - usedAt > IDLE_MS);
    for (const [key] of idle) this.#kept.delete(key);
    await Promise.all(idle.map(([, { link }]) => link.close()));
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map(({ link }) => link.close()));
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

function keyOf(configurationId: string, { era, client }: Peer): string {
  return `${configurationId} ${era} ${canonicalJson(client)}`;
}
