import type { ActorDefinition, ActorType } from '../model/knowledge/actor';
import type { OffsetPage, OffsetQuery } from './workspace-repo.port';

/**
 * Where definitions of sources and destinations are kept. Visible to an organization: the well-known ones, and its own. What is not visible
 * is absent, and absence is `null`. What is returned is a copy, field by field as it was given.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ActorDefinitionRepo {
  /** Stores a new definition; a duplicate id rejects with `CONFLICT` and changes nothing. */
  abstract insert(definition: ActorDefinition): Promise<void>;

  /** Creates or replaces well-known definitions, each as a whole; well-known ones that are not named stay. */
  abstract putWellKnown(definitions: ActorDefinition[]): Promise<void>;

  /** The definition of this type, or `null`. */
  abstract find(organizationId: string, type: ActorType, id: string): Promise<ActorDefinition | null>;

  /** Those of one type, by id as plain strings. */
  abstract list(query: OffsetQuery & { type: ActorType }): Promise<OffsetPage<ActorDefinition>>;

  /** Of the organization's own: as `ConfigRepo.change`; `null` also for a well-known one. */
  abstract change(organizationId: string, type: ActorType, id: string, f: (present: ActorDefinition) => ActorDefinition): Promise<ActorDefinition | null>;

  /** Removes one of the organization's own; `false` when absent or well-known. Rejects with `CONFLICT` while a source or destination uses it. */
  abstract remove(organizationId: string, type: ActorType, id: string): Promise<boolean>;
}
