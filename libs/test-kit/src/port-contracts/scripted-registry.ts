import type { JsonObject, ServerRegistry } from '@moorage/domain';
import type { Harness } from './contract';

export type ScriptedRegistryFault = 'refused' | 'silent' | 'not_found' | 'not_json' | 'no_list' | 'too_large' | 'repeated_cursor' | 'endless_pages' | 'fails_later' | 'elsewhere' | 'closed';

/** What a registry is like, as data: a memory adapter reads it, other harnesses start a server that behaves so. */
export interface ScriptedRegistry {
  /** In the order of the registry, to be sent to the letter. */
  servers: JsonObject[];
  /** How many of them stand on one page, however many are asked for; all when absent. */
  pageSize?: number;
  /**
   * - `refused`: nothing listens at the address
   * - `silent`: accepts the connection and never answers
   * - `not_found`: answers 404
   * - `not_json`: answers with a web page
   * - `no_list`: answers with JSON in which there is no list of servers
   * - `too_large`: answers with a page that is larger than a page may be
   * - `repeated_cursor`: names the same next page again and again
   * - `endless_pages`: names another next page again and again, each with one server
   * - `fails_later`: answers the first page, and 500 to every other
   * - `elsewhere`: sends everyone on to another address
   * - `closed`: answers 401
   */
  fault?: ScriptedRegistryFault;
}

export interface ServerRegistryHarness extends Harness {
  port: ServerRegistry;
  /** Starts a registry, and answers its base address. */
  serve(script: ScriptedRegistry): Promise<string>;
  /** How many pages all its registries together were asked for. */
  requests(): number;
}
