import type { EntityManager } from 'typeorm';
import { demandRow } from './demand-row';
import { ActorRow, WorkspaceRow } from './rows/knowledge-rows';

/** As `demandRow`: what a record names must be there, and of its organization. */
export function demandWorkspace(manager: EntityManager, organizationId: string, id: string): Promise<void> {
  return demandRow(manager, WorkspaceRow, { id, organizationId }, 'CONNECTOR_WORKSPACE_NOT_FOUND');
}

export function demandSource(manager: EntityManager, organizationId: string, id: string): Promise<void> {
  return demandRow(manager, ActorRow, { id, organizationId, type: 'source' }, 'CONNECTOR_SOURCE_NOT_FOUND');
}

/** None is fine. */
export async function demandDestination(manager: EntityManager, organizationId: string, id: string | undefined): Promise<void> {
  if (id !== undefined) await demandRow(manager, ActorRow, { id, organizationId, type: 'destination' }, 'CONNECTOR_DESTINATION_NOT_FOUND');
}
