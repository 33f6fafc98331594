import type { ConnectorSpec, SpecCache, SpecKey } from '@moorage/domain';
import { copy } from './copy';

export class MemorySpecCache implements SpecCache {
  readonly #specs = new Map<string, { version: number; spec: ConnectorSpec }>();

  async get({ definitionId, version }: SpecKey): Promise<ConnectorSpec | null> {
    const kept = this.#specs.get(definitionId);
    return kept?.version === version ? copy(kept.spec) : null;
  }

  async put({ definitionId, version }: SpecKey, spec: ConnectorSpec): Promise<void> {
    const kept = this.#specs.get(definitionId);
    if (!kept || kept.version <= version) this.#specs.set(definitionId, { version, spec: copy(spec) });
  }

  async forget(definitionId: string): Promise<void> {
    this.#specs.delete(definitionId);
  }
}
