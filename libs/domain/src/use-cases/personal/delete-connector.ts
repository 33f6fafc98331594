import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import { assertMayEdit, viewerOf, visibleConnector } from './visible-connectors';

/** Removes a custom definition. `CONFLICT` while anybody's configuration uses it. */
export class DeleteConnector {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly configs: ConfigRepo,
  ) {}

  async run(caller: Caller, id: string): Promise<{ id: string }> {
    assertMayEdit(caller, await visibleConnector(this.connectors, caller, id));
    const configurations = await this.configs.countByConnector(id);
    if (configurations > 0) {
      throw new MoorageError('CONFLICT', { message: `The connector is used by ${configurations} configuration(s). Delete those first.`, details: { configurations } });
    }
    if (!(await this.connectors.remove(viewerOf(caller), id))) throw new MoorageError('CONNECTOR_NOT_FOUND');
    return { id };
  }
}
