import type { ActorDefinitionRepo, ActorRepo, CatalogCache, ConnectionRepo, OffsetPage, TagRepo, WorkspaceRepo } from '@moorage/domain';
import { aDestination, aSource, aWellKnownDefinition, aWorkspace } from '../knowledge-builders';
import type { Harness } from './contract';
import { UNSORTED } from './pages';

/** The empty stores of knowledge connectors, over one and the same ground: what one of them promises depends on what is in the others. */
export interface KnowledgeStores extends Harness {
  workspaces: WorkspaceRepo;
  tags: TagRepo;
  definitions: ActorDefinitionRepo;
  actors: ActorRepo;
  connections: ConnectionRepo;
  catalogs: CatalogCache;
}

/** `ws_1` and `ws_2` of `org_alpha`, `ws_beta` of `org_beta`, and a well-known definition of either type. */
export async function furnish({ workspaces, definitions }: KnowledgeStores): Promise<void> {
  for (const id of ['ws_1', 'ws_2']) await workspaces.insert(aWorkspace({ id }));
  await workspaces.insert(aWorkspace({ id: 'ws_beta', organizationId: 'org_beta' }));
  await definitions.putWellKnown([aWellKnownDefinition(), aWellKnownDefinition({ id: 'ddef_jsonl', type: 'destination' })]);
}

/** The same with `src_1`, `src_2`, `dst_1` and `dst_2` in `ws_1`, and `src_beta` and `dst_beta` in `ws_beta`. */
export async function furnishActors(stores: KnowledgeStores): Promise<void> {
  await furnish(stores);
  const { actors } = stores;
  for (const id of ['src_1', 'src_2']) await actors.insert(aSource({ id }));
  for (const id of ['dst_1', 'dst_2']) await actors.insert(aDestination({ id }));
  const elsewhere = { organizationId: 'org_beta', workspaceId: 'ws_beta' };
  await actors.insert(aSource({ id: 'src_beta', ...elsewhere }));
  await actors.insert(aDestination({ id: 'dst_beta', ...elsewhere }));
}

export const ALL = { organizationId: 'org_alpha', limit: 50, offset: 0 };

export const idsIn = async (list: Promise<OffsetPage<{ id: string }>>): Promise<string[]> => (await list).items.map(({ id }) => id);

export const unsorted = (prefix: string): string[] => UNSORTED.map((end) => `${prefix}_${end}`);

/** Reads a list in pages of three, and one past its end. */
export async function walkOffsets(list: (page: { organizationId: string; limit: number; offset: number }) => Promise<OffsetPage<{ id: string }>>): Promise<{ pages: string[][]; totals: number[] }> {
  const offsets = [0, 3, 6, 9];
  const read = await Promise.all(offsets.map((offset) => list({ organizationId: 'org_alpha', limit: 3, offset })));
  return { pages: read.map(({ items }) => items.map(({ id }) => id)), totals: read.map(({ total }) => total) };
}
