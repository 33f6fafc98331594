import type { AcceptedTools, Fingerprints } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { GatheredRead, type KeyedRead } from './gathered-read';

const BY_CONFIGURATION: KeyedRead = {
  name: 'accepted-tools-by-configuration',
  columns: 'fingerprints',
  from: 'personal.accepted_tools',
  where: (configuration) => `configuration_id = ${configuration}`,
};

/** Makes the row where there is none, and locks it. */
const LOCK = `
INSERT INTO personal.accepted_tools AS present (configuration_id, fingerprints) VALUES ($1, '{}')
ON CONFLICT (configuration_id) DO UPDATE SET fingerprints = present.fingerprints
RETURNING fingerprints`;

const WRITE = 'UPDATE personal.accepted_tools SET fingerprints = $2 WHERE configuration_id = $1';
const REMOVE = 'DELETE FROM personal.accepted_tools WHERE configuration_id = ANY($1::text[])';

/** Fingerprints in `personal.accepted_tools`, those of a configuration in one row, as JSON text, because tools may have any name. */
export class PostgresAcceptedTools implements AcceptedTools {
  private readonly accepted: GatheredRead<{ fingerprints: Fingerprints }>;

  constructor(private readonly dataSource: DataSource) {
    this.accepted = new GatheredRead(dataSource, BY_CONFIGURATION);
  }

  async read(configurationId: string): Promise<Fingerprints> {
    return (await this.accepted.find([configurationId]))?.fingerprints ?? {};
  }

  /** Hardly ever is anything new, and then nothing is written. */
  async acceptNew(configurationId: string, fingerprints: Fingerprints): Promise<void> {
    const accepted = await this.read(configurationId);
    if (Object.keys(fingerprints).every((name) => Object.hasOwn(accepted, name))) return;
    await this.change(configurationId, (present) => ({ ...fingerprints, ...present }));
  }

  async accept(configurationId: string, fingerprints: Fingerprints): Promise<void> {
    await this.change(configurationId, (present) => ({ ...present, ...fingerprints }));
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.dataSource.query(REMOVE, [configurationIds]);
  }

  private async change(configurationId: string, f: (present: Fingerprints) => Fingerprints): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [row]: { fingerprints: Fingerprints }[] = await manager.query(LOCK, [configurationId]);
      await manager.query(WRITE, [configurationId, JSON.stringify(f(row?.fingerprints ?? {}))]);
    });
  }
}
