import type { Caller } from '../../model/caller';

/** A page of the catalogue of knowledge sources. */
export interface SourceDefinitionPage {
  data: { source_definition_id: string; name: string }[];
  total: number;
  limit: number;
  offset: number;
  has_more: boolean;
}

/** The catalogue of knowledge sources. No connector runtime is installed yet, so it is empty for everyone. */
export class ListSourceDefinitions {
  run(_caller: Caller, { limit = 20, offset = 0 }: { limit?: number; offset?: number }): SourceDefinitionPage {
    return { data: [], total: 0, limit, offset, has_more: false };
  }
}
