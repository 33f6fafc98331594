import type { Caller } from '../../model/caller';
import type { Connector } from '../../model/connector';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import { visibleConnector } from './visible-connectors';

/** One definition, if the caller may see it. */
export class GetConnector {
  constructor(private readonly connectors: ConnectorRepo) {}

  run(caller: Caller, id: string): Promise<Connector> {
    return visibleConnector(this.connectors, caller, id);
  }
}
