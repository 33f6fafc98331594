import type { AssistantSession } from '../model/sessions/assistant-session';
import type { ConfigScope } from './config-repo.port';

/**
 * Where assistant sessions are kept, so that any instance can go on with one. Absence is `null`. What is returned is a copy, field by field
 * as it was given: what clients say comes back to the letter, absent fields are absent, instants keep milliseconds. A session that is over is kept
 * like any other until it is removed. Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class SessionRepo {
  /** Stores a new session. Its id must be new; a duplicate rejects with `CONFLICT` and changes nothing. */
  abstract insert(session: AssistantSession): Promise<void>;

  /** The session of this scope, one that is over included, or `null`. */
  abstract find(scope: ConfigScope, id: string): Promise<AssistantSession | null>;

  /**
   * Makes `to` the instance of a session, if it is still `from`: of several that try at once one succeeds. The session as it is then;
   * `null`, and nothing is changed, when it is gone or has another instance.
   */
  abstract take(id: string, from: string, to: string): Promise<AssistantSession | null>;

  /** Replaces a session, its end included. `false`, and nothing is stored, when it is gone or `session.instance` is not its instance any more. */
  abstract store(session: AssistantSession): Promise<boolean>;

  /** Moves the end of those of these sessions that this instance still has, and nothing else of them. Answers their ids; the others are gone, or somebody else's. */
  abstract extend(instance: string, ids: string[], expiresAt: Date): Promise<string[]>;

  /** Lets go of all sessions of an instance, so that others take them from `''` without asking it. */
  abstract release(instance: string): Promise<void>;

  /** Removes a session; `false` when it was gone already. */
  abstract remove(id: string): Promise<boolean>;

  /** Removes at most `limit` sessions that are over at `now`, those that ended first before others, and answers them in that order, each to one caller only. */
  abstract removeExpired(now: Date, limit: number): Promise<AssistantSession[]>;
}
