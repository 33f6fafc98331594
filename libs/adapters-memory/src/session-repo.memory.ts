import type { AssistantSession, ConfigScope, SessionRepo } from '@moorage/domain';
import { MemoryTable } from './memory-table';
import { ownedBy } from './owned-by';

export class MemorySessionRepo implements SessionRepo {
  readonly #table = new MemoryTable<AssistantSession>();

  async insert(session: AssistantSession): Promise<void> {
    this.#table.insert(session);
  }

  async find(scope: ConfigScope, id: string): Promise<AssistantSession | null> {
    return this.#table.find(id, ownedBy(scope));
  }

  async take(id: string, from: string, to: string): Promise<AssistantSession | null> {
    return this.#table.change(id, heldBy(from), (session) => ({ ...session, instance: to }));
  }

  async store(session: AssistantSession): Promise<boolean> {
    return this.#table.change(session.id, heldBy(session.instance), () => session) !== null;
  }

  async extend(instance: string, ids: string[], expiresAt: Date): Promise<string[]> {
    return [...new Set(ids)].filter((id) => this.#table.change(id, heldBy(instance), (session) => ({ ...session, expiresAt })));
  }

  async release(instance: string): Promise<void> {
    for (const session of this.#table.where(heldBy(instance))) this.#table.put({ ...session, instance: '' });
  }

  async remove(id: string): Promise<boolean> {
    return this.#table.remove(id);
  }

  async removeExpired(now: Date, limit: number): Promise<AssistantSession[]> {
    const over = this.#table.where(({ expiresAt }) => expiresAt <= now).sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
    return over.slice(0, limit).filter(({ id }) => this.#table.remove(id));
  }
}

const heldBy = (instance: string) => (session: AssistantSession): boolean => session.instance === instance;
