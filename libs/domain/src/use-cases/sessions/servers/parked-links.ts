import { ownerKey, type Owner } from '../../../model/caller';
import type { Link } from './link';

/** Calls of one owner that wait: who lets more wait gives up the one that has waited longest. */
const MOST_OF_OWNER = 50;

interface Parked {
  link: Link;
  organizationId: string;
  ownerId: string;
}

/** Whose a call is that waits. */
export interface ParkingOwner {
  organizationId: string;
  owner: Owner;
}

/**
 * Links on which a call waits for its client to come back with what a server has asked for. They stay in the instance where they are: the state
 * that the client shows names it. A call that nobody comes back for is given up by the link itself.
 */
export class ParkedLinks {
  readonly #parked = new Map<string, Parked>();

  /** Keeps a link on which a call waits; `false` when none does. */
  keep(link: Link, { organizationId, owner }: ParkingOwner): boolean {
    const state = link.requestState;
    if (state === undefined) return false;
    const ownerId = ownerKey(owner);
    this.#parked.set(state, { link, organizationId, ownerId });
    const theirs = [...this.#parked].filter(([, parked]) => parked.organizationId === organizationId && parked.ownerId === ownerId);
    for (const [former, parked] of theirs.slice(0, -MOST_OF_OWNER)) {
      this.#parked.delete(former);
      void parked.link.close();
    }
    return true;
  }

  /** The link on which the call waits that this owner goes on with, to one caller only; `null` when there is none. */
  take(requestState: string, { organizationId, owner }: ParkingOwner): Link | null {
    const parked = this.#parked.get(requestState);
    if (!parked || parked.organizationId !== organizationId || parked.ownerId !== ownerKey(owner)) return null;
    this.#parked.delete(requestState);
    return parked.link;
  }

  /** Closes those on which nothing waits any more. */
  async sweep(): Promise<void> {
    const over = [...this.#parked].filter(([state, { link }]) => !link.holds(state));
    for (const [state] of over) this.#parked.delete(state);
    await Promise.all(over.map(([, { link }]) => link.close()));
  }

  async close(): Promise<void> {
    const all = [...this.#parked.values()];
    this.#parked.clear();
    await Promise.all(all.map(({ link }) => link.close()));
  }
}
