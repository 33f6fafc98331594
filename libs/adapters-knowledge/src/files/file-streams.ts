import type { JsonObject, ReadMessage, ReadRequest, Stream } from '@moorage/domain';
import { recordMessage } from '../http/read-messages';
import { ActorFailed } from '../native/actor-failed';
import type { FileStore, StoredFile } from './file-store';
import { FileProgress } from './file-progress';
import { FileStream } from './file-stream';
import { ALL_DOCUMENTS, type FileSelection } from './file-stream-config';
import { recordsOf } from './formats/records-of';
import { inferredSchema } from './inferred-schema';

/** How many files of a store are looked at to find an example for each stream. */
const MAX_LOOKED_AT = 10_000;
/** How many records an example is taken to show. */
const MAX_EXAMPLES = 100;
/** How many files one stream may have; they are kept in memory while it is read. */
const MAX_FILES = 200_000;

/** Reads the files of a store as streams of records. */
export class FileStreams {
  readonly #streams: FileStream[];

  constructor(
    private readonly store: FileStore,
    { streams, start_date: since }: FileSelection,
    private readonly now: () => Date,
  ) {
    const chosen = streams?.length ? streams : [ALL_DOCUMENTS];
    const twice = chosen.find(({ name }, index) => chosen.findIndex((each) => each.name === name) !== index);
    if (twice) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'streams', why: `two of them are called "${twice.name}"` });
    this.#streams = chosen.map((stream) => new FileStream(stream, since === undefined ? undefined : new Date(since)));
  }

  /** Reads the first record of each stream. Answers what of it was not there to be read, in words. */
  async tryOut(): Promise<string[]> {
    const { found, complete } = await this.#firstFiles();
    for (const [stream, file] of found) await this.#examples(stream, file, 1);
    const missing = this.#streams.filter((stream) => !found.has(stream));
    return missing.map(({ name }) => `No file with anything in it was found for the stream "${name}"${complete ? '' : ` among the first ${MAX_LOOKED_AT}`}, so reading it was not tested.`);
  }

  async discover(): Promise<Stream[]> {
    const { found } = await this.#firstFiles();
    const described: Stream[] = [];
    for (const stream of this.#streams) {
      const file = found.get(stream);
      described.push(stream.described(inferredSchema(file ? await this.#examples(stream, file, MAX_EXAMPLES) : [])));
    }
    return described.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Oldest files first, so that every state stands for all that changed until then. */
  async *read(request: ReadRequest): AsyncIterable<ReadMessage> {
    for (const { stream, syncMode } of request.streams) {
      const progress = syncMode === 'incremental' ? FileProgress.from(stream.name, request) : FileProgress.begin(stream.name);
      yield* this.#readOne(this.#named(stream.name), progress);
    }
  }

  async *#readOne(stream: FileStream, progress: FileProgress): AsyncIterable<ReadMessage> {
    for (const file of await this.#filesOf(stream, progress)) {
      for await (const data of recordsOf(this.store.content(file), file, stream.format)) yield recordMessage(stream.name, data, this.now());
      progress.add(file);
      yield progress.state;
    }
  }

  async #filesOf(stream: FileStream, progress: FileProgress): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for await (const file of this.store.files()) {
      if (stream.holds(file) && progress.lacks(file)) files.push(file);
      if (files.length > MAX_FILES) throw ActorFailed.of('ANSWER_TOO_LARGE', { server: `the stream ${stream.name}`, limit: `${MAX_FILES} files` });
    }
    return files.sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.path < b.path ? -1 : 1));
  }

  /** For each stream a file that is not empty, where there is one. */
  async #firstFiles(): Promise<{ found: Map<FileStream, StoredFile>; complete: boolean }> {
    const found = new Map<FileStream, StoredFile>();
    let count = 0;
    for await (const file of this.store.files()) {
      for (const stream of this.#streams) if (file.bytes > 0 && !found.has(stream) && stream.holds(file)) found.set(stream, file);
      if (found.size === this.#streams.length) break;
      if ((count += 1) === MAX_LOOKED_AT) return { found, complete: false };
    }
    return { found, complete: true };
  }

  async #examples(stream: FileStream, file: StoredFile, most: number): Promise<JsonObject[]> {
    const records: JsonObject[] = [];
    for await (const record of recordsOf(this.store.content(file), file, stream.format)) if (records.push(record) >= most) break;
    return records;
  }

  #named(name: string): FileStream {
    const stream = this.#streams.find((each) => each.name === name);
    if (!stream) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream "${name}"` });
    return stream;
  }
}
