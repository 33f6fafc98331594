import type { Stream } from '@moorage/domain';
import type { StoredFile } from './file-store';
import type { FileStreamConfig } from './file-stream-config';
import { DOCUMENT_PROPERTIES } from './formats/document-record';
import type { FileFormat } from './formats/file-format';
import { Glob } from './glob';
import { schemaOf } from './inferred-schema';

/** What tells where to go on next time. */
export const CURSOR = '_ab_source_file_last_modified';

/** What every record has, whatever its file holds. */
export const ORIGIN_PROPERTIES = { _ab_source_file_url: { type: 'string' }, [CURSOR]: { type: 'string', format: 'date-time' } };

/** The files that belong together by configuration. */
export class FileStream {
  readonly name: string;
  readonly format: FileFormat;
  readonly #globs: Glob[];

  constructor({ name, format, globs = ['**'] }: FileStreamConfig, private readonly since?: Date) {
    this.name = name;
    this.format = format;
    this.#globs = globs.map((glob) => Glob.parse(glob));
  }

  holds({ path, modifiedAt }: StoredFile): boolean {
    return (!this.since || modifiedAt >= this.since) && this.#globs.some((glob) => glob.matches(path));
  }

  /** As sources describe it, given the schema of its rows. */
  described(rows: Stream['jsonSchema']): Stream {
    const isDocuments = this.format.filetype === 'unstructured';
    return {
      name: this.name,
      jsonSchema: isDocuments ? schemaOf({ ...DOCUMENT_PROPERTIES, ...ORIGIN_PROPERTIES }) : rows,
      supportedSyncModes: ['full_refresh', 'incremental'],
      sourceDefinedCursor: true,
      defaultCursorField: [CURSOR],
      ...(isDocuments && { sourceDefinedPrimaryKey: [['document_key']] }),
    };
  }
}
