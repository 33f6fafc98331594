import { MoorageError } from '@moorage/domain';

/** The database cannot be started; `message` is one line for the person at the keyboard and says what to do. */
export function startTrouble(message: string, cause?: unknown): MoorageError {
  return new MoorageError('UNPROCESSABLE', { message, cause });
}

/** Puts what the file system refused into that line; anything else passes unchanged. */
export function folderTrouble(dataDir: string, error: unknown): unknown {
  if (error instanceof MoorageError || !isErrno(error)) return error;
  const reason = REASONS[error.code] ?? `the system answered ${error.code}`;
  return startTrouble(`The database cannot be kept in ${dataDir}: ${reason}. Make that folder writable for the user who starts this, or set DATA_DIR to another one.`, error);
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'part of that path is a file',
  EEXIST: 'part of that path is a file',
};

function isErrno(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
