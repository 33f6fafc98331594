import type { Caller } from '../../model/caller';
import { RecentlyKnown } from './recently-known';

/** A key as authentication remembers it for a moment. */
export interface KnownKey {
  caller: Caller;
  apiKeyId: string;
  expiresAt?: Date;
  /** When its last use was last written down, in milliseconds; 0 for never. */
  notedAt: number;
}

/** Keys that were looked up a moment ago, by hash. A revocation drops them at once. */
export class KnownKeys extends RecentlyKnown<KnownKey | null> {}
