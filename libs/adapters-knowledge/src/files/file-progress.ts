import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { stateMessage, stateOf } from '../http/read-messages';
import type { StoredFile } from './file-store';

/** How many files of one moment a state names. Where more changed at once, some of them are read again. */
const MAX_NAMED = 1_000;

/** How far a stream of files has been read: all files up to a moment, and of that moment those that are named. */
export class FileProgress {
  private constructor(
    private readonly stream: string,
    private until: number,
    private named: string[],
  ) {}

  /** Goes on from the last state of this stream, or begins. */
  static from(stream: string, request: ReadRequest): FileProgress {
    const { last_modified: lastModified, paths }: JsonObject = stateOf(request, stream);
    const until = Date.parse(String(lastModified));
    return Number.isNaN(until) ? FileProgress.begin(stream) : new FileProgress(stream, until, Array.isArray(paths) ? paths.map(String) : []);
  }

  static begin(stream: string): FileProgress {
    return new FileProgress(stream, -Infinity, []);
  }

  /** Whether the file has not been read, or has changed since. */
  lacks({ path, modifiedAt }: StoredFile): boolean {
    const at = modifiedAt.getTime();
    return at > this.until || (at === this.until && !this.named.includes(path));
  }

  /** Notes a file that was read. Files come in the order of their moments. */
  add({ path, modifiedAt }: StoredFile): void {
    const at = modifiedAt.getTime();
    if (at > this.until) [this.until, this.named] = [at, []];
    if (this.named.length < MAX_NAMED) this.named.push(path);
  }

  get state(): ReadMessage {
    return stateMessage(this.stream, { last_modified: new Date(this.until).toISOString(), paths: [...this.named] });
  }
}
