import { ActorFailed } from '../../native/actor-failed';
import type { StoredFile } from '../file-store';
import type { FileFormat } from './file-format';

/** Characters that one record may take up in its file. */
export const MAX_RECORD_LENGTH = 4 * 1024 * 1024;

/** What reading a file as records cannot go on with. */
export function unreadable({ path }: StoredFile, { filetype }: FileFormat, why: string): ActorFailed {
  return ActorFailed.of('FILE_NOT_USABLE', { file: path, format: filetype, why });
}

/** The text of a file, piece by piece, without its byte order mark. Rejects with `FILE_NOT_USABLE` where it is not UTF-8. */
export async function* textOf(content: AsyncIterable<Buffer>, file: StoredFile, format: FileFormat): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (bytes?: Buffer) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw unreadable(file, format, 'it is not text in UTF-8');
    }
  };
  for await (const bytes of content) yield decoded(bytes);
  yield decoded();
}
