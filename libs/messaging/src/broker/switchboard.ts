import type { ClientConnection } from './client-connection';
import type { Publication } from './protocol-parser';
import { SubjectTree } from './subject-tree';

/** One interest of one client. */
export interface Subscription {
  readonly client: ClientConnection;
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
  private readonly waiting = new Set<ClientConnection>();
  /** Reused for every message; `route` is never entered twice at the same time. */
  private readonly found: Subscription[] = [];
  private turn = 0;

  add(subscription: Subscription): void {
    this.interest.add(subscription.subject, subscription);
  }

  remove(subscription: Subscription): void {
    this.interest.remove(subscription.subject, subscription);
  }

  /** Hands a message to all admitted clients that want it, to one of each queue group, and answers whether there was any. */
  route(publication: Publication, admits: (client: ClientConnection) => boolean): boolean {
    const { found } = this;
    found.length = 0;
    this.interest.match(publication.subject, found);
    let taken = false;
    let queued: Subscription[] | undefined;
    for (const subscription of found) {
      if (!admits(subscription.client)) continue;
      taken = true;
      if (subscription.queue === '') deliver(publication, subscription);
      else (queued ??= []).push(subscription);
    }
    if (queued) this.deliverToGroups(publication, queued);
    return taken;
  }

  /** Remembers that a client is to be sent something at the end of this turn. */
  toFlush(client: ClientConnection): void {
    this.waiting.add(client);
  }

  flush(): void {
    for (const client of this.waiting) client.flush();
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
  subscription.client.deliver(publication, subscription.sid);
  if (subscription.delivered === subscription.max) subscription.client.forget(subscription);
}
