import { MoorageError } from '@moorage/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tools of a configuration assistants may use. */
export class AssistantSessions1795287600000 implements MigrationInterface {
  readonly name = 'AssistantSessions1795287600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE personal.configurations ADD COLUMN tools json');
  }

  async down(): Promise<void> {
    throw new MoorageError('UNPROCESSABLE', { message: 'This migration cannot be undone; restore a backup or drop the database.' });
  }
}
