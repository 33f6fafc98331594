import type { ActorType } from '@moorage/domain';
import { IsNull, type FindOptionsWhere } from 'typeorm';
import type { ActorDefinitionRow } from './rows/knowledge-rows';

/** The well-known definitions and those of the organization, narrowed. */
export function visibleDefinitions(organizationId: string, narrowed: { type: ActorType; id?: string }): FindOptionsWhere<ActorDefinitionRow>[] {
  return [
    { ...narrowed, organizationId: IsNull() },
    { ...narrowed, organizationId },
  ];
}
