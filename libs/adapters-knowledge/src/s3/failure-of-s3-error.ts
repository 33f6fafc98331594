import type { ActorFailureCode, CheckStage } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { ActorFailed, type Facts } from '../native/actor-failed';
import { REGION_NAME, type S3Access } from './s3-access';

/** What a connector calls the fields of its configuration that an error may be about. */
export interface S3Fields {
  keyId: string;
  secret: string;
  region: string;
}

/** What was tried when an error came. */
export interface S3Attempt {
  access: S3Access;
  server: string;
  fields: S3Fields;
  /** Such as `list the objects of the bucket`. */
  doing: string;
}

type Told = [code: ActorFailureCode, facts?: Facts, stage?: CheckStage];
type Telling = (attempt: S3Attempt, error: SdkError) => Told;

const keysRefused = ({ fields }: S3Attempt): Told => ['CREDENTIALS_REFUSED', { what: `${fields.keyId} and ${fields.secret}` }];
const expired: Telling = () => ['CREDENTIALS_EXPIRED'];
const clocks: Telling = () => ['CLOCKS_DIFFER'];
const changed: Telling = () => ['FILE_CHANGED', { file: 'that was listed' }];
const busy = (_attempt: S3Attempt): Told => ['RATE_LIMITED_BY_SERVER', { wait: 'a minute' }];
const noBucket: Telling = ({ access }) => ['OBJECT_NOT_FOUND', { what: `bucket ${access.bucket}` }];
/** Who shows no keys is refused for that; who does has been recognised. */
const denied = ({ access, fields, doing }: S3Attempt): Told =>
  access.keys ? ['PERMISSION_MISSING', { what: doing }] : ['CREDENTIALS_MISSING', { what: `${fields.keyId} and ${fields.secret}; they may be left out only for a bucket that anyone may read` }];

const BY_NAME: Readonly<Record<string, Telling>> = {
  InvalidAccessKeyId: ({ fields }) => ['CREDENTIALS_REFUSED', { what: fields.keyId }],
  SignatureDoesNotMatch: keysRefused,
  InvalidSecurity: keysRefused,
  InvalidToken: keysRefused,
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  RequestTimeTooSkewed: clocks,
  RequestExpired: clocks,
  AccessDenied: denied,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  NoSuchBucket: noBucket,
  NoSuchKey: changed,
  PreconditionFailed: changed,
  InvalidRange: changed,
  InvalidBucketName: () => ['VALUE_NOT_USABLE', { what: 'the name of the bucket', why: 'the server does not take it for one' }],
  SlowDown: busy,
  TooManyRequests: busy,
  RequestLimitExceeded: busy,
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  AuthorizationHeaderMalformed: elsewhere,
  IllegalLocationConstraintException: elsewhere,
};

/** The failure that stands for an error of the AWS SDK; `null` for errors that came from elsewhere. */
export function failureOfS3Error(error: unknown, attempt: S3Attempt): ActorFailed | null {
  // The SDK writes on every error that passes through it.
  if (!isSdkError(error) || error instanceof ConnectionFailed || error instanceof ActorFailed) return null;
  const [code, facts, stage] = toldOf(error, attempt);
  return ActorFailed.of(code, { server: attempt.server, host: attempt.server, ...facts }, { stage, cause: error });
}

interface SdkError extends Error {
  $metadata: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
  /** What the answer itself calls the error. */
  Code?: string;
  Region?: unknown;
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error && '$metadata' in error;
}

function toldOf(error: SdkError, attempt: S3Attempt): Told {
  const telling = Object.hasOwn(BY_NAME, error.name) ? BY_NAME[error.name] : undefined;
  return telling?.(attempt, error) ?? byStatus(error, attempt);
}

function byStatus({ $metadata: { httpStatusCode: status = 0 }, Code }: SdkError, attempt: S3Attempt): Told {
  if (status === 401) return keysRefused(attempt);
  if (status === 403) return denied(attempt);
  if (status === 429) return busy(attempt);
  if (status >= 500) return ['SERVER_ERROR', { status: `HTTP ${status}` }];
  // Whoever speaks S3 says in every error what it is.
  return Code === undefined ? ['PROTOCOL_NOT_SPOKEN', { protocol: 'S3' }] : ['REQUEST_REFUSED', { status: `HTTP ${status}` }];
}

/** A bucket in another region is told in several ways, some of which name that region. */
function elsewhere({ access, fields }: S3Attempt, error: SdkError): Told {
  const why = `the bucket ${access.bucket} is not in ${access.region}, but ${regionIn(error) ?? 'in another region'}`;
  return ['VALUE_NOT_USABLE', { what: fields.region, why }, 'authenticate'];
}

function regionIn({ $response, Region }: SdkError): string | undefined {
  const named = $response?.headers?.['x-amz-bucket-region'] ?? Region;
  return typeof named === 'string' && named !== '' && new RegExp(REGION_NAME).test(named) ? `in ${named}` : undefined;
}
