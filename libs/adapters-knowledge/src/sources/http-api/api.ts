import { ActorFailed } from '../../native/actor-failed';
import { authenticated, secretOf } from '../../http/authenticator';
import { refusalOf } from '../../http/refusal-of';
import type { Answer, Web } from '../../http/web';
import { below, webAddress } from '../../http/web-address';
import type { ApiStream, HttpApiConfiguration } from './configuration';
import { firstPage } from './next-page';

/** What the way out writes itself. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer']);

/** An API as its configuration describes it. */
export class Api {
  readonly #base: URL;

  /** Throws `VALUE_NOT_USABLE` when the base address is none, or a header not for a configuration to decide. */
  constructor(
    private readonly web: Web,
    private readonly configuration: HttpApiConfiguration,
    private readonly now: () => Date,
  ) {
    this.#base = webAddress(configuration.url_base, 'url_base');
    const header = configuration.request_headers?.find(({ name }) => OF_THE_CONNECTION.has(name.toLowerCase()));
    if (header) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'request_headers', why: `the header ${header.name} is always sent as the connection needs it` });
  }

  /** Where a stream begins. */
  startOf({ path, paginator, cursor_parameter: parameter }: ApiStream, cursor?: string): URL {
    const url = below(this.#base, path);
    for (const { name, value } of this.configuration.request_parameters ?? []) url.searchParams.set(name, value);
    if (parameter !== undefined && cursor !== undefined) url.searchParams.set(parameter, cursor);
    return firstPage(url, paginator);
  }

  /** Whatever the server answers. */
  ask(url: URL, { http_method: method = 'GET', request_body: body }: ApiStream): Promise<Answer> {
    const given = Object.fromEntries((this.configuration.request_headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
    const sent: Record<string, string> = method === 'POST' ? { 'content-type': 'application/json' } : {};
    const request = authenticated({ url, headers: { accept: 'application/json', ...sent, ...given } }, this.configuration.authenticator);
    return this.web.ask({ ...request, method, body: method === 'POST' ? (body ?? '{}') : undefined });
  }

  /** What an answer means that is no success; `null` for one. */
  refusal(answer: Answer, { name, path }: ApiStream): ActorFailed | null {
    return refusalOf(answer, { what: `${path} for the stream ${name}`, secret: secretOf(this.configuration.authenticator), now: this.now() });
  }

  /** The answer, when it is a success. Throws what it means otherwise. */
  accepted(answer: Answer, stream: ApiStream): Answer {
    const refusal = this.refusal(answer, stream);
    if (refusal) throw refusal;
    return answer;
  }
}
