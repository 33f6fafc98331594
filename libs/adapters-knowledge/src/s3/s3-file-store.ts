import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { FileStore, StoredFile } from '../files/file-store';
import { ActorFailed } from '../native/actor-failed';
import type { S3Bucket } from './s3-bucket';

/** The first piece of an object is small, because often nothing else is needed. */
const FIRST_BYTES = 64 * 1024;
const PIECE_BYTES = 4 * 1024 * 1024;
const KEYS_PER_PAGE = 1_000;
/** A listing that is still not over then is taken to be endless. */
const MAX_PAGES = 2_000;

/** The objects of a bucket whose keys begin with a prefix. */
export class S3FileStore implements FileStore {
  constructor(
    private readonly bucket: S3Bucket,
    private readonly prefix = '',
  ) {}

  async *files(): AsyncIterable<StoredFile> {
    let token: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const page = await this.bucket.page(this.prefix, KEYS_PER_PAGE, token);
      yield* this.#filesOn(page);
      if (!page.IsTruncated) return;
      if (page.NextContinuationToken === undefined || page.NextContinuationToken === token) break;
      token = page.NextContinuationToken;
    }
    throw ActorFailed.of('ANSWER_NOT_USABLE', { server: this.bucket.server, what: 'its listing has no end' });
  }

  async *content({ path, bytes, version }: StoredFile): AsyncIterable<Buffer> {
    for (let from = 0, length = FIRST_BYTES; from < bytes; from += length, length = PIECE_BYTES) {
      const range = `bytes=${from}-${Math.min(from + length, bytes) - 1}`;
      const piece = await this.bucket.piece(path, range, version);
      yield piece.bytes;
      if (piece.isWhole) return;
    }
  }

  *#filesOn({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): Iterable<StoredFile> {
    for (const { Key, Size = 0, LastModified, ETag } of Contents) {
      const path = EncodingType === 'url' ? decoded(Key) : Key;
      if (path === undefined || path.endsWith('/') || isFolded(path)) continue;
      yield { path, uri: `s3://${this.bucket.name}/${path}`, bytes: Size, modifiedAt: LastModified ?? new Date(0), version: ETag };
    }
  }
}

function decoded(key: string | undefined): string | undefined {
  try {
    return key === undefined ? undefined : decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    // A server that says it encodes keys, but does not.
    return key;
  }
}

/** Whether a URL cannot name it: `a/../b` would ask for `b`. */
function isFolded(path: string): boolean {
  return path.split('/').some((part) => part === '.' || part === '..');
}
