import type { Publication } from './protocol-parser';
import { SubjectTree } from './subject-tree';

/** A client as the switchboard sees it. */
export interface Taker {
  /** Queues a message; `flush` sends it. */
  deliver(publication: Publication, sid: string): void;
  /** Ends a subscription whose last message went out. */
  forget(subscription: Subscription): void;
  flush(): void;
}

/** One interest of one client. */
export interface Subscription {
  readonly taker: Taker;
  readonly subject: string;
  /** Of all subscriptions with the same queue one gets each message; empty: this one gets all. */
  readonly queue: string;
  readonly sid: string;
  delivered: number;
  /** Messages after which it ends; 0: never. */
  max: number;
}

/** Joins publishers with subscribers, all within one turn of the event loop. */
export class Switchboard {
  private readonly interest = new SubjectTree<Subscription>();
  private readonly waiting = new Set<Taker>();
  /** Reused for every message; `route` is never entered twice at the same time. */
  private readonly found: Subscription[] = [];
  private turn = 0;

  add(subscription: Subscription): void {
    this.interest.add(subscription.subject, subscription);
  }

  remove(subscription: Subscription): void {
    this.interest.remove(subscription.subject, subscription);
  }

  /** Hands a message to all admitted takers that want it, to one of each queue group, and answers whether there was any. */
  route(publication: Publication, admits: (taker: Taker) => boolean): boolean {
    const { found } = this;
    found.length = 0;
    this.interest.match(publication.subject, found);
    let taken = false;
    let queued: Subscription[] | undefined;
    for (const subscription of found) {
      if (!admits(subscription.taker)) continue;
      taken = true;
      if (subscription.queue === '') deliver(publication, subscription);
      else (queued ??= []).push(subscription);
    }
    if (queued) this.deliverToGroups(publication, queued);
    return taken;
  }

  /** Remembers who is to be sent something at the end of this turn. */
  toFlush(taker: Taker): void {
    this.waiting.add(taker);
  }

  flush(): void {
    for (const taker of this.waiting) taker.flush();
    this.waiting.clear();
  }

  private deliverToGroups(publication: Publication, queued: Subscription[]): void {
    this.turn = (this.turn + 1) >>> 0;
    for (const [index, { queue }] of queued.entries()) {
      if (queued.findIndex((other) => other.queue === queue) < index) continue;
      const members = queued.filter((other) => other.queue === queue);
      deliver(publication, members[this.turn % members.length] as Subscription);
    }
  }
}

function deliver(publication: Publication, subscription: Subscription): void {
  subscription.delivered += 1;
  subscription.taker.deliver(publication, subscription.sid);
  if (subscription.delivered === subscription.max) subscription.taker.forget(subscription);
}
