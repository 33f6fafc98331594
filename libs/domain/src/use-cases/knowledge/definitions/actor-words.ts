import type { ErrorCode } from '../../../errors/catalogue';
import type { IdKind } from '../../../model/ids';
import type { ActorType } from '../../../model/knowledge/actor';

/** What differs between sources and destinations besides their name. */
export const ACTOR_WORDS = {
  source: { id: 'source', definition: 'sourceDefinition', absent: 'CONNECTOR_SOURCE_NOT_FOUND' },
  destination: { id: 'destination', definition: 'destinationDefinition', absent: 'CONNECTOR_DESTINATION_NOT_FOUND' },
} as const satisfies Record<ActorType, { id: IdKind; definition: IdKind; absent: ErrorCode }>;
