import type { ConnectorSpec, SpecCache, SpecKey } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { preparedRead } from './prepared-read';
import { SpecRow } from './rows/knowledge-rows';

const ofVersion = preparedRead('spec-of-version', SpecRow, 'definition_id = $1 AND version = $2', ['spec']);

const PUT = `
INSERT INTO knowledge.specs AS present (definition_id, version, spec) VALUES ($1, $2, $3)
ON CONFLICT (definition_id) DO UPDATE SET version = excluded.version, spec = excluded.spec WHERE present.version <= excluded.version`;

/** Specs in `knowledge.specs`, as JSON text, so that they come back to the letter. */
export class PostgresSpecCache implements SpecCache {
  constructor(private readonly dataSource: DataSource) {}

  async get({ definitionId, version }: SpecKey): Promise<ConnectorSpec | null> {
    const row = await ofVersion(this.dataSource, [definitionId, version]);
    return row && (row.spec as ConnectorSpec);
  }

  async put({ definitionId, version }: SpecKey, spec: ConnectorSpec): Promise<void> {
    await this.dataSource.query(PUT, [definitionId, version, JSON.stringify(spec)]);
  }

  async forget(definitionId: string): Promise<void> {
    await this.dataSource.getRepository(SpecRow).delete({ definitionId });
  }
}
