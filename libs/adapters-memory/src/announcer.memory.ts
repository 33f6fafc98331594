import type { Announcement, Announcer } from '@moorage/domain';
import { copy } from './copy';

type Listener = <T extends keyof Announcement>(topic: T, hint: Announcement[T]) => void;

/** Hands hints to listeners in the same process, each in a turn of its own. */
export class MemoryAnnouncer implements Announcer {
  readonly #listeners = new Set<Listener>();
  #connected = true;

  async announce<T extends keyof Announcement>(topic: T, hint: Announcement[T]): Promise<void> {
    if (!this.#connected) return;
    for (const listener of this.#listeners) {
      const heard = copy(hint);
      queueMicrotask(() => listener(topic, heard));
    }
  }

  /** Calls `listener` for every hint from now on; the answer ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** From now on hints are lost, as when the network is gone. */
  cutOff(): void {
    this.#connected = false;
  }
}
