import type { Caller } from '../../model/caller';
import type { Connector } from '../../model/connector';
import type { ConnectorQuery, ConnectorRepo } from '../../ports/connector-repo.port';
import { viewerOf } from './visible-connectors';

/** The catalogue: active definitions unless another status is asked for. */
export class ListConnectors {
  constructor(private readonly connectors: ConnectorRepo) {}

  run(caller: Caller, query: Partial<Omit<ConnectorQuery, 'viewer'>>): Promise<{ items: Connector[]; hasMore: boolean }> {
    return this.connectors.list({ status: 'active', limit: 20, ...query, viewer: viewerOf(caller) });
  }
}
