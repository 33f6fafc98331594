import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { stateMessage, stateOf } from '../http/read-messages';
import type { StoredFile } from './file-store';

/** How many files of one moment a state names. Where more changed at once, some of them are read again. */
const MAX_NAMED = 1_000;

/**
 * How far a stream of files has been read: all files up to a moment, and of that moment those that are named, with their versions:
 * storage tells moments in whole seconds, and a second is time enough to change a file again.
 */
export class FileProgress {
  private constructor(
    private readonly stream: string,
    private until: number,
    private named: string[],
  ) {}

  /** Goes on from the last state of this stream, or begins. */
  static from(stream: string, request: ReadRequest): FileProgress {
    const { last_modified: lastModified, files }: JsonObject = stateOf(request, stream);
    const until = Date.parse(String(lastModified));
    return Number.isNaN(until) ? FileProgress.begin(stream) : new FileProgress(stream, until, Array.isArray(files) ? files.map(String) : []);
  }

  static begin(stream: string): FileProgress {
    return new FileProgress(stream, -Infinity, []);
  }

  /** Whether the file has not been read, or has changed since. */
  lacks(file: StoredFile): boolean {
    const at = file.modifiedAt.getTime();
    return at > this.until || (at === this.until && !this.named.includes(nameOf(file)));
  }

  /** Notes a file that was read. Files come in the order of their moments. */
  add(file: StoredFile): void {
    const at = file.modifiedAt.getTime();
    if (at > this.until) [this.until, this.named] = [at, []];
    if (this.named.length < MAX_NAMED) this.named.push(nameOf(file));
  }

  get state(): ReadMessage {
    return stateMessage(this.stream, { last_modified: new Date(this.until).toISOString(), files: [...this.named] });
  }
}

function nameOf({ path, version = '' }: StoredFile): string {
  return `${version} ${path}`;
}
