import type { Caller } from '../../model/caller';
import type { SessionEndpoint } from '../../model/sessions/assistant-session';
import type { RpcId, RpcMessage, RpcNotification, RpcRequest } from '../../model/sessions/rpc';
import type { ToolCall } from '../../model/sessions/tool-call';
import type { ConfigScope, ConnectedConfiguration } from '../../ports/config-repo.port';
import type { Outflow } from './outflow';
import type { Peer } from './protocol/peer';
import type { Link } from './servers/link';
import type { Awaited } from './servers/under-way';

/** Where a request of a client comes from, beside what it says. */
export interface Circumstances {
  /** W3C trace context. */
  traceparent?: string;
  /** Headers `Mcp-Param-*` that the client has sent, lower case, without the prefix. */
  parameters?: Record<string, string>;
  /** The instance that this is. */
  instance: string;
}

/**
 * One assistant at one endpoint, for as long as its servers are to know it: a session, or, where its era or it knows none, a single request.
 * Two of them never share an upstream session that a server keeps something in.
 */
export interface Chat {
  readonly caller: Caller;
  readonly scope: ConfigScope;
  readonly endpoint: SessionEndpoint;
  readonly peer: Peer;
  /** By which door its calls come in. */
  readonly via: ToolCall['via'];
  /** As last set by the client. */
  readonly logLevel: string | undefined;
  /** URIs that the client is subscribed to, by the names it knows. */
  readonly subscriptions: ReadonlySet<string>;

  /** The link to this configuration, made when there is none. */
  linkTo(connected: ConnectedConfiguration): Link;

  /** Those that were made. */
  links(): Link[];

  /** Notes that the client waits for the answer to a request, which it may cancel by its id; `false` when one with this id is under way. */
  await(id: RpcId, awaited: Awaited): boolean;
  forget(id: RpcId): void;

  /** What a request of a server is passed on as, so that the client's answer finds the way back; `null` when the client cannot answer requests. */
  asked(link: Link, request: RpcRequest): RpcRequest | null;

  /** A question that its server takes back, as the client knows it; `null` when the client was not asked it. */
  takenBack(link: Link, cancelled: RpcNotification): RpcNotification | null;

  /** Nobody waits any more for the answer to what the client was asked as this. */
  withdraw(id: RpcId): void;

  /** Notes what servers that forget have to be told again: a request that went well. */
  remember(request: RpcRequest): void;

  /** Says something that belongs to no request. */
  notify(message: RpcMessage): void;
}

/** A configuration, and the name its things have at this endpoint; no prefix where only one is served. */
export interface Served {
  connected: ConnectedConfiguration;
  prefix: string | null;
}

/** A request of a client, and where its answer goes. */
export interface Asked {
  chat: Chat;
  request: RpcRequest;
  flow: Outflow;
  circumstances: Circumstances;
}
