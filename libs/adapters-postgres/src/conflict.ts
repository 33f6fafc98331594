import { MoorageError } from '@moorage/domain';

const UNIQUE_VIOLATION = '23505';

/** Runs an insert; a duplicate key becomes `CONFLICT`. */
export async function insertOnce(insert: Promise<unknown>, message: string): Promise<void> {
  try {
    await insert;
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) throw new MoorageError('CONFLICT', { message, cause: error });
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { driverError?: { code?: unknown } }).driverError?.code;
}
