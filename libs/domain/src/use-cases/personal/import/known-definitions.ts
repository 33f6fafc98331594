import type { Caller } from '../../../model/caller';
import type { Connector } from '../../../model/connector';
import { canonicalJson } from '../../../model/json';
import type { ConnectorRepo } from '../../../ports/connector-repo.port';
import type { ConnectorDraft } from '../create-connector';
import { viewerOf } from '../visible-connectors';

type Recognised = Pick<ConnectorDraft, 'name' | 'serverType' | 'serverUrl' | 'command' | 'args'>;

/** The definitions that the caller has made, and those that an import has added to them. */
export interface KnownDefinitions {
  /** Id of the one with this name and the same address or command; `undefined` when there is none, empty when a dry run only pretends. */
  idOf(draft: Recognised): string | undefined;
  add(draft: Recognised, id: string): void;
}

export async function knownDefinitions(connectors: ConnectorRepo, caller: Caller): Promise<KnownDefinitions> {
  const ids = new Map((await ownDefinitions(connectors, caller)).map((connector) => [keyOf(connector), connector.id]));
  return { idOf: (draft) => ids.get(keyOf(draft)), add: (draft, id) => void ids.set(keyOf(draft), id) };
}

async function ownDefinitions(connectors: ConnectorRepo, caller: Caller): Promise<Connector[]> {
  const viewer = viewerOf(caller);
  const own: Connector[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const { items, hasMore } = await connectors.list({ viewer, type: 'custom', limit: 100, ...(after !== undefined && { after }) });
    own.push(...items.filter(({ createdBy }) => createdBy === viewer.ownerId));
    after = items.at(-1)?.id;
    more = hasMore;
  }
  return own;
}

function keyOf({ name, serverType, serverUrl, command, args = [] }: Recognised): string {
  return canonicalJson([name, serverType, serverUrl ?? null, command ?? null, args]);
}
