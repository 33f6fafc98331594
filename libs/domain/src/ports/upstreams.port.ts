import type { Failure } from '../errors/failures';
import type { McpEra, McpTarget } from '../model/mcp-target';
import type { RpcMessage } from '../model/sessions/rpc';

/** What comes back of one message that was sent. */
export interface Exchange {
  /**
   * Hears, in the order of arrival, every message that the server sends in answer to this one: notifications and requests of the server that
   * belong to it, and last the response. Must not throw.
   */
  onMessage(message: RpcMessage): void;
  /** Aborted when nobody waits any more: reading stops, the stream of this exchange is closed, and `send` answers `CANCELLED`. */
  signal: AbortSignal;
  /** Further headers of this message, where the transport has any: parameters of tools that revision 2026-07-28 mirrors in headers. */
  headers?: Record<string, string>;
  /** W3C trace context, handed on to the server. */
  traceparent?: string;
}

export interface UpstreamSettings {
  /** Which way of speaking; not found out here. */
  era: McpEra;
  /** Goes on with a session that this server opened earlier, without `initialize`: `id` as it was issued, absent when none was. */
  session?: { id?: string; protocolVersion: string };
  /** Hears what belongs to no exchange: what comes on the standing stream of `listen`, or on the one stream of a transport that has no other. Must not throw. */
  onMessage(message: RpcMessage): void;
}

/**
 * A way to one MCP server that carries messages verbatim, both ways, without knowing what they mean: opening words (`initialize`) and closing
 * ones are sent by whoever uses it, like any other message. One era, one session. Connects, or starts its command, with the first message.
 */
export interface Upstream {
  /** The session id that the server has issued, once it has. */
  readonly sessionId: string | undefined;

  /**
   * Sends one message. A request is over when its response was heard, anything else when the server has taken it.
   * `null` when that went well, an error response included; else why not: `SESSION_LOST` when the server no longer knows the session, `CANCELLED`,
   * or any other of the catalogue. Never rejects. Any number may be under way at once; requests among them have different ids.
   * `tools/call` is sent once, whatever happens to the connection.
   */
  send(message: RpcMessage, exchange: Exchange): Promise<Failure | null>;

  /**
   * Hears what the server says by itself until `signal` is aborted or the server ends the stream, taking it up again where the server asks for that.
   * `null` then, and at once where the transport or the server has no such stream; else a failure. Never rejects. At most one at a time.
   */
  listen(signal: AbortSignal): Promise<Failure | null>;

  /** Whether it can still be used: a command that has ended, a stream that has broken off, or a session that is lost needs a new one. Not after `leave` or `close`, and messages are `CANCELLED` then. */
  readonly usable: boolean;

  /** Ends everything under way here, but not the session of the server: another process goes on with it. A command, which nobody can go on with, ends. Never rejects. May be called again. */
  leave(): Promise<void>;

  /** Ends the session where there is one to end, and everything under way; bounded in time. Never rejects. May be called again. */
  close(): Promise<void>;
}

/**
 * Ways to MCP servers for as long as an assistant needs them. Promises: bounded memory whatever the server does (a message is at most
 * `MESSAGE_BYTES`; beyond, `ANSWER_TOO_LARGE`, of a command `OUTPUT_TOO_LARGE`, which ends it); no failure holds a secret or words of the server; nothing is left behind after `close`.
 */
export abstract class Upstreams {
  /** A new way to a server. Answers at once; whatever is wrong shows with the first message. */
  abstract open(target: McpTarget, settings: UpstreamSettings): Upstream;
}

/** Bytes of one message from a server, as JSON. */
export const MESSAGE_BYTES = 16 * 1024 * 1024;
