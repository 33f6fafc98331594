import type { Announcement, Announcer, KnownKeys } from '@moorage/domain';

/** Announces to all gateways, and lets this one forget a revoked key before anyone else hears of it. */
export class PromptAnnouncer implements Announcer {
  constructor(
    private readonly announcer: Announcer,
    private readonly known: KnownKeys,
  ) {}

  announce<T extends keyof Announcement>(topic: T, hint: Announcement[T]): Promise<void> {
    if ('hash' in hint) this.known.forget(hint.hash);
    return this.announcer.announce(topic, hint);
  }
}
