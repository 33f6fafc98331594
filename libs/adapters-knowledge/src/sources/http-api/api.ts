import type { ActorFailed } from '../../native/actor-failed';
import { authenticated, secretOf } from '../../http/authenticator';
import { refusalOf } from '../../http/refusal-of';
import type { Answer, Web } from '../../http/web';
import { below, webAddress } from '../../http/web-address';
import type { ApiStream, HttpApiConfiguration } from './configuration';
import { firstPage } from './next-page';

/** An API as its configuration describes it. */
export class Api {
  readonly #base: URL;

  /** Throws `VALUE_NOT_USABLE` when the base address is none. */
  constructor(
    private readonly web: Web,
    private readonly configuration: HttpApiConfiguration,
    private readonly now: () => Date,
  ) {
    this.#base = webAddress(configuration.url_base, 'url_base');
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
  refusal(answer: Answer, { name }: ApiStream): ActorFailed | null {
    return refusalOf(answer, { what: `address for the stream ${name}`, secret: secretOf(this.configuration.authenticator), now: this.now() });
  }

  /** The answer, when it is a success. Throws what it means otherwise. */
  accepted(answer: Answer, stream: ApiStream): Answer {
    const refusal = this.refusal(answer, stream);
    if (refusal) throw refusal;
    return answer;
  }
}
