import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcRequest } from '../../../model/sessions/rpc';
import { metaOf } from './members';
import { META, REVISION_2026, REVISION_UNSAID } from './revisions';

/** Who an assistant's client is: the era it speaks, and what it says of itself. */
export interface Peer {
  era: '2025' | '2026';
  /** As the params of an `initialize`: `protocolVersion`, `capabilities`, `clientInfo`, and whatever else it said. */
  client: JsonObject;
}

/** Whoever sends a request of the 2026 era says who they are in each. */
export function peerOf(request: RpcRequest): Peer {
  const meta = metaOf(request.params);
  const clientInfo = meta[META.client];
  return { era: '2026', client: { protocolVersion: REVISION_2026, capabilities: meta[META.capabilities] ?? {}, clientInfo: isPlainObject(clientInfo) ? clientInfo : { name: 'unknown', version: '0' } } as JsonObject };
}

/** A client of the older era that sends a request without a session says nothing of itself. */
export function strangerOf(protocolVersion: string | undefined): Peer {
  return { era: '2025', client: { protocolVersion: protocolVersion ?? REVISION_UNSAID, capabilities: {}, clientInfo: { name: 'unknown', version: '0' } } };
}
