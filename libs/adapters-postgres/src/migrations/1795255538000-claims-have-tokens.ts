import { MoorageError } from '@moorage/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A claim of an idempotency key gets a token, and an outcome of any shape takes the place of status and body.
 * No former version has ever written or read this table, so what is removed is missed by nobody.
 */
export class ClaimsHaveTokens1795255538000 implements MigrationInterface {
  readonly name = 'ClaimsHaveTokens1795255538000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM edge.idempotency_keys');
    await runner.query('ALTER TABLE edge.idempotency_keys DROP COLUMN status, DROP COLUMN body, ADD COLUMN token text NOT NULL, ADD COLUMN outcome json');
  }

  async down(): Promise<void> {
    throw new MoorageError('UNPROCESSABLE', { message: 'This migration cannot be undone; restore a backup or drop the database.' });
  }
}
