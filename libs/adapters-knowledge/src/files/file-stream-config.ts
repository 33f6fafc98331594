import type { JsonObject } from '@moorage/domain';
import { FILE_FORMAT_SCHEMA, type FileFormat } from './formats/file-format';

/** Which files make up a stream, and how they are read. */
export interface FileStreamConfig {
  name: string;
  /** Any of them is enough; all files when there are none. */
  globs?: string[];
  format: FileFormat;
}

/** The part of a configuration that file sources have in common; named as in Airbyte's file connectors. */
export interface FileSelection {
  streams?: FileStreamConfig[];
  start_date?: string;
}

/** What is read when nothing is said: every file, as a document. */
export const ALL_DOCUMENTS: FileStreamConfig = { name: 'files', format: { filetype: 'unstructured' } };

/** The fields of `FileSelection`, to stand behind the first `order` fields of a spec. */
export function fileSelectionProperties(order: number): JsonObject {
  return { streams: { ...STREAMS, order }, start_date: { ...START_DATE, order: order + 1 } };
}

const STREAMS: JsonObject = {
  title: 'Streams',
  description: 'Which files are read, and how. Without any, every file is one document of the stream "files".',
  type: 'array',
  maxItems: 100,
  items: {
    type: 'object',
    required: ['name', 'format'],
    properties: {
      name: { title: 'Name', description: 'What the stream is called.', type: 'string', minLength: 1, maxLength: 200, order: 0 },
      globs: {
        title: 'Globs',
        description: 'Patterns for the paths of its files: `*` is any part of a name, `**` any number of folders, `{a,b}` one of both.',
        type: 'array',
        maxItems: 50,
        items: { type: 'string', minLength: 1, maxLength: 500 },
        default: ['**'],
        examples: [['reports/**/*.csv']],
        order: 1,
      },
      format: { ...FILE_FORMAT_SCHEMA, order: 2 },
    },
  },
};

const START_DATE: JsonObject = {
  title: 'Start date',
  description: 'Files that have not changed since then are left out.',
  type: 'string',
  format: 'date-time',
  examples: ['2026-01-01T00:00:00Z'],
};
