import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { ConnectTimings, GuardedRequest } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';
import type { Reach } from '../native/reach';

type Handler = Extract<NonNullable<S3ClientConfig['requestHandler']>, { handle: unknown }>;
type SignedRequest = Parameters<Handler['handle']>[0];

/** How much one answer may hold: a part of an object that is compressed, or a page of a listing. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Sends the requests of the AWS SDK through the way out. Answers come in one piece, so the SDK must not ask for large ones. */
export class GuardedRequestHandler {
  constructor(
    private readonly reach: Pick<Reach, 'http' | 'signal'>,
    /** Told what opening a connection took. */
    private readonly onOpen?: (timings: ConnectTimings) => void,
  ) {}

  async handle(signed: SignedRequest) {
    const { http, signal } = this.reach;
    const method = signed.method as GuardedRequest['method'];
    const body = typeof signed.body === 'string' ? signed.body : undefined;
    const answer = await http.request(addressOf(signed), { method, headers: signed.headers, body, trusted: false, signal, maxBytes: MAX_ANSWER_BYTES, onOpen: this.onOpen });
    return { response: { statusCode: answer.status, headers: flat(answer.headers), body: Readable.from([await answer.body.bytes()]) } };
  }

  /** The SDK asks for these two; there is nothing to set. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** The address that was signed. One that means another once it is written as a URL (`..` within a key) is not asked for. */
function addressOf({ protocol, hostname, port, path, query }: SignedRequest): URL {
  const search = Object.entries<string | (string | null)[] | null>(query ?? {}).flatMap(([name, value]) => [value].flat().map((each) => `${encoded(name)}=${encoded(each ?? '')}`));
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  if (url.pathname !== path) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'the path of an object', why: 'it holds "." or ".." as the name of a folder' });
  url.search = search.join('&');
  return url;
}

/** As the signature has it: more is escaped than addresses demand. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}
