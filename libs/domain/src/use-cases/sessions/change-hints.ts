import { ownerKey } from '../../model/caller';
import type { Chat } from './chat';

interface Listener {
  concerns(configurationId: string): boolean;
  ownerId: string | undefined;
  tell(): void;
}

/** What changed, as whoever has changed it says: these configurations, perhaps new ones of an owner. */
export interface ChangeHint {
  configurationIds: string[];
  ownerId?: string;
}

/** Tells whoever is being served that the tools of their configurations may be others than before, wherever that was found out. */
export class ChangeHints {
  readonly #listeners = new Set<Listener>();

  /** Calls `tell`, which must not throw, for every change of what it concerns, and of any other of an owner when one is given; answers how to stop. */
  hear(concerns: (configurationId: string) => boolean, ownerId: string | undefined, tell: () => void): () => void {
    const listener: Listener = { concerns, ownerId, tell };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  spread({ configurationIds, ownerId }: ChangeHint): void {
    for (const listener of this.#listeners) {
      if ((ownerId !== undefined && listener.ownerId === ownerId) || configurationIds.some((id) => listener.concerns(id))) listener.tell();
    }
  }
}

/** Whose changes concern a chat beyond those of the configurations that it knows of: where all are served, one may be added. */
export function ownerHeard({ endpoint, scope }: Pick<Chat, 'endpoint' | 'scope'>): string | undefined {
  return endpoint.kind === 'all' ? ownerKey(scope.owner) : undefined;
}
