import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type GetObjectCommandOutput, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ConnectTimings } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';
import type { Reach } from '../native/reach';
import { endpointOf } from './endpoint-of';
import { failureOfS3Error, type S3Fields } from './failure-of-s3-error';
import { openS3 } from './open-s3';
import type { S3Access } from './s3-access';

/** One bucket, and what connectors do with it. Errors are explained. */
export class S3Bucket {
  readonly #client: S3Client;

  constructor(
    private readonly access: S3Access,
    private readonly fields: S3Fields,
    reach: Reach,
    onOpen?: (timings: ConnectTimings) => void,
  ) {
    this.#client = openS3(access, reach, onOpen);
  }

  get name(): string {
    return this.access.bucket;
  }

  /** The host that answers for it. */
  get server(): string {
    return endpointOf(this.access).host;
  }

  /** One page of the keys that begin with a prefix. */
  async page(prefix: string, most: number, token?: string): Promise<ListObjectsV2CommandOutput> {
    // Keys may hold what XML may not.
    const command = new ListObjectsV2Command({ Bucket: this.name, Prefix: prefix, MaxKeys: most, ContinuationToken: token, EncodingType: 'url' });
    const page = await this.#explained(`list the objects of the bucket ${this.name}`, () => this.#client.send(command));
    // Other servers answer pleasantly, too.
    if (page.Name === undefined) throw ActorFailed.of('PROTOCOL_NOT_SPOKEN', { host: this.server, protocol: 'S3' });
    return page;
  }

  /** Some bytes of an object, unless it is no longer the one with this tag. */
  piece(key: string, range: string, tag?: string): Promise<{ bytes: Buffer; isWhole: boolean }> {
    return this.#explained(`read the objects of the bucket ${this.name}`, async () => {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key: key, Range: range, IfMatch: tag }));
      // Some servers do not know ranges, and send all there is.
      return { bytes: await bytesOf(answer), isWhole: answer.ContentRange === undefined };
    });
  }

  async put(key: string, text: string): Promise<void> {
    await this.#explained(`write objects to the bucket ${this.name}`, () => this.#client.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: text, ContentType: 'text/plain' })));
  }

  async delete(key: string): Promise<void> {
    await this.#explained(`delete objects from the bucket ${this.name}`, () => this.#client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key })));
  }

  async #explained<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw failureOfS3Error(error, { access: this.access, server: this.server, fields: this.fields, doing }) ?? error;
    }
  }
}

async function bytesOf({ Body }: GetObjectCommandOutput): Promise<Buffer> {
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
