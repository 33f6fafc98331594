import type { CollectedTools } from './collect-tools';

/** One visit to a server in one era. What is seen of the server on the way is noted on the connection. */
export interface EraVisit {
  /** Opens what the era needs opened, and reads the tool list. */
  tools(): Promise<CollectedTools>;
  /** Closes what was opened; called once, whatever has happened. */
  goodbye(): Promise<void>;
}
