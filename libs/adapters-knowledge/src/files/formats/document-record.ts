import type { JsonObject } from '@moorage/domain';
import type { StoredFile } from '../file-store';

/** Bytes of text that a document may bring; what is longer is cut, and says so. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** A whole file as one record: its text, or why there is none. */
export async function* recordOfDocument(content: AsyncIterable<Buffer>, file: StoredFile): AsyncIterable<JsonObject> {
  const bytes = await startOf(content);
  const { text, error } = read(bytes.subarray(0, MAX_DOCUMENT_BYTES), bytes.length > MAX_DOCUMENT_BYTES);
  yield { document_key: file.path, content: text, size: file.bytes, etag: file.version ?? null, _ab_source_file_parse_error: error };
}

async function startOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_DOCUMENT_BYTES) break;
  }
  return Buffer.concat(pieces);
}

function read(bytes: Buffer, isCut: boolean): { text: string | null; error: string | null } {
  try {
    // A character that was cut through is left out.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    if (!text.includes('\u0000')) return { text, error: isCut ? `cut after ${MAX_DOCUMENT_BYTES} bytes` : null };
  } catch {
    // Not text: said below.
  }
  return { text: null, error: 'not text in UTF-8' };
}

/** What the records of documents look like. */
export const DOCUMENT_PROPERTIES: JsonObject = {
  document_key: { type: 'string' },
  content: { type: ['null', 'string'] },
  size: { type: 'integer' },
  etag: { type: ['null', 'string'] },
  _ab_source_file_parse_error: { type: ['null', 'string'] },
};
