/** Fingerprints by tool name, see `CachedTools.fingerprints`. */
export type Fingerprints = Record<string, string>;

/**
 * Which definitions of tools their owner has accepted, by configuration. A tool that the server drops and offers again is still compared with
 * what was accepted before. What comes back equals what went in, unusual names included, and is a copy; whether a configuration exists is not asked.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class AcceptedTools {
  /** All that was accepted of a configuration; empty when nothing was. */
  abstract read(configurationId: string): Promise<Fingerprints>;

  /** Accepts what has no accepted definition yet, and leaves the rest as it is. Of several definitions of one tool that come at once one is accepted. */
  abstract acceptNew(configurationId: string, fingerprints: Fingerprints): Promise<void>;

  /** Accepts these definitions in place of former ones of the same tools; those of other tools stay. */
  abstract accept(configurationId: string, fingerprints: Fingerprints): Promise<void>;

  /** Forgets everything about these configurations; unknown ids are ignored. */
  abstract remove(configurationIds: string[]): Promise<void>;
}
