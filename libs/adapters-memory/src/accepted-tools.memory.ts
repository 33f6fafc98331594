import type { AcceptedTools, Fingerprints } from '@moorage/domain';
import { copy } from './copy';

export class MemoryAcceptedTools implements AcceptedTools {
  readonly #accepted = new Map<string, Fingerprints>();

  async read(configurationId: string): Promise<Fingerprints> {
    return copy(this.#accepted.get(configurationId) ?? {});
  }

  async acceptNew(configurationId: string, fingerprints: Fingerprints): Promise<void> {
    this.#accepted.set(configurationId, { ...fingerprints, ...this.#accepted.get(configurationId) });
  }

  async accept(configurationId: string, fingerprints: Fingerprints): Promise<void> {
    this.#accepted.set(configurationId, { ...this.#accepted.get(configurationId), ...fingerprints });
  }

  async remove(configurationIds: string[]): Promise<void> {
    for (const id of configurationIds) this.#accepted.delete(id);
  }
}
