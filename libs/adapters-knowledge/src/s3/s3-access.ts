/** Where a bucket is, and who asks for it. Nobody in particular when there are no keys. */
export interface S3Access {
  bucket: string;
  region: string;
  /** Of storage that is not Amazon's. */
  endpoint?: string;
  keys?: { accessKeyId: string; secretAccessKey: string };
}

/** What a bucket may be called. It becomes part of an address. */
export const BUCKET_NAME = '^[a-zA-Z0-9][a-zA-Z0-9._-]{1,61}[a-zA-Z0-9]$';

/** What a region may be called. It becomes part of an address, too. */
export const REGION_NAME = '^[a-z0-9-]{0,40}$';

export const DEFAULT_REGION = 'us-east-1';
