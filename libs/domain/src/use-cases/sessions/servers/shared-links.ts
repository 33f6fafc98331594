import { canonicalJson } from '../../../model/json';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Peer } from '../protocol/peer';
import type { Link } from './link';

/** How long a way that nobody uses is kept. */
const IDLE_MS = 60_000;
const MOST_KEPT = 1_000;
/** Of what a client says of itself: whoever says more gets a way of its own. */
const LONGEST_KEY = 4_096;

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
  /** How many requests use one at present, besides the one that has brought it. */
  readonly #users = new Map<Link, number>();

  constructor(private readonly clock: Clock) {}

  /** One to use, at the same time as others do, or `null`. To be given back. */
  borrow({ configuration }: ConnectedConfiguration, peer: Peer): Link | null {
    const kept = this.#kept.get(keyOf(configuration.id, peer));
    if (!kept?.link.isOpen || kept.link.state?.generation !== configuration.generation) return null;
    this.#users.set(kept.link, (this.#users.get(kept.link) ?? 0) + 1);
    return kept.link;
  }

  /** Keeps it if it can be shared and there is no better one, else closes it when nobody else uses it. */
  async giveBack(configurationId: string, peer: Peer, link: Link): Promise<void> {
    const isUsed = this.#leave(link);
    const key = keyOf(configurationId, peer);
    const kept = this.#kept.get(key);
    if (kept?.link === link) return void (kept.usedAt = this.#now());
    if (isUsed) return;
    if (!link.isOpen || !link.isShareable || isAsGood(kept?.link, link) || this.#kept.size >= MOST_KEPT || key.length > LONGEST_KEY) return link.close();
    this.#kept.set(key, { link, usedAt: this.#now() });
    if (kept && !this.#users.has(kept.link)) await kept.link.close();
  }

  /** Closes what nobody has used for a while. */
  async sweep(): Promise<void> {
    const idle = [...this.#kept].filter(([, { link, usedAt }]) => !this.#users.has(link) && (!link.isOpen || this.#now() - usedAt > IDLE_MS));
    for (const [key] of idle) this.#kept.delete(key);
    await Promise.all(idle.map(([, { link }]) => link.close()));
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map(({ link }) => link.close()));
  }

  /** Answers whether others still use it. */
  #leave(link: Link): boolean {
    const users = (this.#users.get(link) ?? 0) - 1;
    if (users > 0) this.#users.set(link, users);
    else this.#users.delete(link);
    return users > 0;
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

/** Whether nothing is won by the new one. */
function isAsGood(kept: Link | undefined, link: Link): boolean {
  return kept?.isOpen === true && (kept.state?.generation ?? 0) >= (link.state?.generation ?? 0);
}

function keyOf(configurationId: string, { era, client }: Peer): string {
  return `${configurationId} ${era} ${canonicalJson(client)}`;
}
