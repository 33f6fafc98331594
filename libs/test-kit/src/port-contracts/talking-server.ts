import type { FailureCode, McpEra, McpTarget, Upstreams } from '@moorage/domain';
import type { Harness } from './contract';

/**
 * An MCP server of a harness. It has the tools
 * - `echo`: the result repeats `arguments` in `structuredContent`, and has a member `x-own` that no revision knows
 * - `count`: that many (`to`) notices of progress, 1 to `to`, for the token of the request, and then the result
 * - `ask`: asks the client for `roots/list` and repeats the answer in `structuredContent`
 * - `wait`: notices progress once where there is a token, never answers, and notes when the client gives up
 * - `large`: a text of so many `bytes`
 * - `announce`: says `notifications/tools/list_changed` to whoever listens to this session, and then the result
 * and answers any other with an error.
 */
export interface TalkingServer {
  target: McpTarget;
  /** Sessions that are open; a running command is one. */
  openSessions(): number;
  /** How many clients listen to what belongs to no request. */
  listening(): number;
  /** Calls of `wait` that were given up. */
  givenUp(): number;
  /** Calls of any tool that have begun. */
  calls(): number;
  /** Forgets all sessions. */
  forget(): void;
}

/** What differs between transports and eras. */
export interface Manners {
  era: McpEra;
  /** The server opens sessions with ids. */
  hasSessionIds: boolean;
  /** What belongs to no request comes on a stream that has to be asked for; or it comes anyhow; or there is none. */
  standing: 'asked' | 'always' | 'none';
  /** The server may ask its client something. */
  asks: boolean;
  /** Who gives up tells by closing the stream, or has to say so in a message, which is the business of whoever sends. */
  givingUp: 'closes' | 'says';
  /** What a message is called that is too long. */
  tooLarge: FailureCode;
}

export interface UpstreamsHarness extends Harness {
  port: Upstreams;
  manners: Manners;
  serve(): Promise<TalkingServer>;
  /** A target where nobody answers, and what that is called. */
  unreachable(): Promise<{ target: McpTarget; code: FailureCode }>;
}
