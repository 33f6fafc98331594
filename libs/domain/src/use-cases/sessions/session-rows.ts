import type { Clock } from '../../ports/clock.port';
import type { Log } from '../../ports/log.port';
import type { SessionRepo } from '../../ports/session-repo.port';
import type { LiveSession } from './live-session';
import type { KeptUpstreams } from './servers/kept-upstreams';

/** How long a session lives that nobody uses. */
export const IDLE_MS = 30 * 60_000;

interface Storing {
  /** Something has changed since the row that is being stored was made. */
  again: boolean;
  over: Promise<void>;
}

/** Writes down what changes in the sessions of an instance, one row of each at a time. */
export class SessionRows {
  readonly #storing = new Map<string, Storing>();

  constructor(
    private readonly parts: { repo: SessionRepo; kept: KeptUpstreams; clock: Clock; log: Log },
    /** Called for a session whose row is gone, or somebody else's. */
    private readonly lost: (session: LiveSession) => Promise<void>,
  ) {}

  /** Has a session stored; what changes meanwhile is stored afterwards, all at once. */
  store(session: LiveSession): void {
    const present = this.#storing.get(session.id);
    if (present) return void (present.again = true);
    const storing: Storing = { again: true, over: Promise.resolve() };
    this.#storing.set(session.id, storing);
    storing.over = this.#stored(session, storing);
  }

  /** Resolves when nothing is left to be stored. */
  async settled(): Promise<void> {
    await Promise.all([...this.#storing.values()].map(({ over }) => over));
  }

  async #stored(session: LiveSession, storing: Storing): Promise<void> {
    while (storing.again) {
      storing.again = false;
      await this.#write(session);
    }
    this.#storing.delete(session.id);
  }

  async #write(session: LiveSession): Promise<void> {
    const { repo, kept, log, clock } = this.parts;
    try {
      const { logLevel } = session;
      const upstreams = await kept.seal(session.row, session.states());
      const row = { ...session.row, upstreams, subscriptions: [...session.subscriptions], ...(logLevel !== undefined && { logLevel }), expiresAt: new Date(clock.now().getTime() + IDLE_MS) };
      if (!(await repo.store(row))) await this.lost(session);
    } catch (error) {
      log.warn('an assistant session could not be written down; another instance could not go on with it', { session: session.id, reason: String(error) });
    }
  }
}
