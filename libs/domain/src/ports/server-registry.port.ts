import type { Failure } from '../errors/failures';
import type { JsonObject } from '../model/json';
import type { ProbeLimits } from './health-prober.port';

/** What is read of one registry at most. */
export const REGISTRY_LIMITS = { servers: 200, pages: 40, pageBytes: 2 * 1024 * 1024 } as const;

export interface RegistryQuery {
  /** Base address of the registry, or that of its list (`…/servers`). */
  url: string;
  /** Only servers whose name contains this, as the registry understands it. */
  search?: string;
  /** How many servers at most; from 1 to `REGISTRY_LIMITS.servers`. */
  limit: number;
}

/** What was read of a registry. */
export interface RegistryListing {
  /** As the registry sent them, in its order: each with its envelope where it has one. */
  servers: JsonObject[];
  /** How many pages were read. */
  pages: number;
  /** Whether these are all that the registry has for the query. */
  complete: boolean;
  /** Why the reading ended early; what was read before stays. */
  failure?: Failure;
}

/**
 * Reads the newest versions of what a registry of MCP servers offers, page by page. The registry is a stranger: it is reached like any other
 * address that somebody entered, and nothing it sends is believed but that it is JSON.
 * Promises: never rejects; every fault is a `failure` from the catalogue without the registry's own words; answers within `deadlineMs` plus
 * 250 ms and in bounded memory (`REGISTRY_LIMITS`) whatever the registry does. An aborted call is `CANCELLED`. Any number in parallel.
 */
export abstract class ServerRegistry {
  /**
   * The servers that match, at most `limit`; more are not asked for. A failure on a later page leaves those of the earlier ones.
   * `NOT_A_REGISTRY` when an answer is not a list of servers, or too large for one; `REGISTRY_ENDLESS` when pages repeat, or are too many.
   */
  abstract list(query: RegistryQuery, limits: ProbeLimits): Promise<RegistryListing>;
}
