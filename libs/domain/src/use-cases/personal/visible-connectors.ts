import { MoorageError } from '../../errors/moorage-error';
import { atLeast, ownerKey, ownerOf, type Caller } from '../../model/caller';
import type { Connector } from '../../model/connector';
import type { ConnectorRepo, ConnectorViewer } from '../../ports/connector-repo.port';

export function viewerOf(caller: Caller): ConnectorViewer {
  return { organizationId: caller.organizationId, ownerId: ownerKey(ownerOf(caller)) };
}

/** A definition that the caller may see; all others do not exist: `CONNECTOR_NOT_FOUND`. */
export async function visibleConnector(connectors: ConnectorRepo, caller: Caller, id: string): Promise<Connector> {
  const connector = await connectors.find(viewerOf(caller), id);
  if (!connector) throw new MoorageError('CONNECTOR_NOT_FOUND');
  return connector;
}

/** Own private definitions; the organization's, and those that run a command, with role admin; well-known ones belong to nobody. `INSUFFICIENT_PERMISSIONS` otherwise. */
export function assertMayEdit(caller: Caller, connector: Connector): void {
  if (!connector.organizationId) throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: 'Well-known connectors cannot be changed. Create a custom connector instead.' });
  if (connector.visibility === 'organization') assertAdmin(caller, 'change a connector of the whole organization');
  assertMayRun(caller, connector);
}

/** Commands run on the machine of the operator. */
export function assertMayRun(caller: Caller, { serverType }: Pick<Connector, 'serverType'>): void {
  if (serverType === 'stdio') assertAdmin(caller, 'define a connector that runs a command');
}

export function assertAdmin(caller: Caller, what: string): void {
  if (atLeast(caller.role, 'admin')) return;
  throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: `The role admin is needed to ${what}.`, details: { requiredRole: 'admin' } });
}
