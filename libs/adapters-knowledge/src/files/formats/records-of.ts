import type { JsonObject } from '@moorage/domain';
import type { StoredFile } from '../file-store';
import { recordsOfCsv } from './csv-records';
import { recordOfDocument } from './document-record';
import type { FileFormat } from './file-format';
import { recordsOfJson, recordsOfJsonLines } from './json-records';

/** The records in a file, each with where it comes from. Rejects with `FILE_NOT_USABLE` where the file is not of the format. */
export async function* recordsOf(content: AsyncIterable<Buffer>, file: StoredFile, format: FileFormat): AsyncIterable<JsonObject> {
  const origin = { _ab_source_file_url: file.uri, _ab_source_file_last_modified: file.modifiedAt.toISOString() };
  for await (const record of parsed(content, file, format)) yield { ...record, ...origin };
}

function parsed(content: AsyncIterable<Buffer>, file: StoredFile, format: FileFormat): AsyncIterable<JsonObject> {
  switch (format.filetype) {
    case 'csv':
      return recordsOfCsv(content, file, format);
    case 'jsonl':
      return recordsOfJsonLines(content, file, format);
    case 'json':
      return recordsOfJson(content, file, format);
    case 'unstructured':
      return recordOfDocument(content, file);
  }
}
