import type { EntityManager } from 'typeorm';

/** What processes take turns at, with the number that stands for it in the database. */
const QUEUES = { 'well-known-connectors': 1, flights: 2, 'well-known-definitions': 3, 'first-workspaces': 4 } as const;

/**
 * Waits until no other transaction has a turn at `key` in this queue, and keeps the turn until this transaction ends.
 * Two keys may happen to share a turn; that costs a moment and harms nothing.
 */
export async function takeTurn(manager: EntityManager, queue: keyof typeof QUEUES, key: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [QUEUES[queue], key]);
}
