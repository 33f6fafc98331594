import { errorCodeOf, isDenied } from '../../files/error-code-of';
import { ActorFailed } from '../../native/actor-failed';
import type { Explain } from '../../native/check-run';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of its user is used up',
  EROFS: 'the disk is read-only',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
};

/** Tells the failure that stands for an error of the file system in a folder. */
export function explainDiskError(folder: string): Explain {
  return (error) => {
    const code = errorCodeOf(error);
    if (isDenied(error)) return ActorFailed.of('FOLDER_NOT_WRITABLE', { what: folder }, { cause: error });
    if (code === 'ENOENT' || code === 'ENOTDIR') return ActorFailed.of('OBJECT_NOT_FOUND', { what: `folder ${folder}` }, { cause: error });
    return Object.hasOwn(WHY, code) ? ActorFailed.of('DISK_TROUBLE', { what: folder, why: WHY[code] }, { cause: error }) : null;
  };
}
