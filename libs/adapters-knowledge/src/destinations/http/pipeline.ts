import { isPlainObject, type JsonObject } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import { authenticated, secretOf } from '../../http/authenticator';
import { jsonOf, unusable } from '../../http/json-of';
import { refusalOf } from '../../http/refusal-of';
import { mediaTypeOf } from '../../http/text-of';
import type { Answer, Web } from '../../http/web';
import { webAddress } from '../../http/web-address';
import type { HttpConfiguration } from './configuration';

/** An endpoint that takes batches of records. */
export class Pipeline {
  readonly #url: URL;
  readonly #validation: URL | undefined;

  /** Throws `VALUE_NOT_USABLE` when an address is none. */
  constructor(
    private readonly web: Web,
    private readonly configuration: HttpConfiguration,
    private readonly now: () => Date,
  ) {
    this.#url = webAddress(configuration.url, 'url');
    this.#validation = configuration.validation_url === undefined ? undefined : webAddress(configuration.validation_url, 'validation_url');
    // Credentials are for one server; a second address must not make it two.
    if (this.#validation && this.#validation.origin !== this.#url.origin) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'validation_url', why: 'it belongs to another server than url' });
  }

  /** What the server answers to a request that changes nothing. */
  introduce(): Promise<Answer> {
    if (!this.#validation) return this.#post(this.#url, []);
    const url = new URL(this.#validation);
    url.searchParams.set('organization_id', this.configuration.organization_id);
    return this.#post(url);
  }

  /** Writes one record, or deletes it. Rejects unless the server says that it did. */
  async send(action: 'upsert' | 'delete', id: string, data: JsonObject): Promise<void> {
    const { organization_id, source_system = 'moorage', namespace = 'default' } = this.configuration;
    const record = { source_system, namespace, action, organization_id, id, data, created_at: this.now().toISOString() };
    const answer = this.accepted(await this.#post(this.#url, [record]));
    if (saysOtherwise(answer)) throw ActorFailed.of('REQUEST_REFUSED', { server: this.#url.host, status: 'it says that the record failed' });
  }

  /** What an answer means that is no success; `null` for one. */
  refusal(answer: Answer): ActorFailed | null {
    const { authenticator } = this.configuration;
    return refusalOf(answer, { what: 'endpoint at this address', verb: 'use the', secret: secretOf(authenticator), now: this.now() });
  }

  /** The answer, when it is a success. Throws what it means otherwise. */
  accepted(answer: Answer): Answer {
    const refusal = this.refusal(answer);
    if (refusal) throw refusal;
    if (mediaTypeOf(answer) === 'text/html') throw unusable(answer, 'it is a web page, perhaps one for logging in');
    return answer;
  }

  #post(url: URL, batch?: JsonObject[]): Promise<Answer> {
    const request = authenticated({ url, headers: { accept: 'application/json', 'content-type': 'application/json' } }, this.configuration.authenticator);
    return this.web.ask({ ...request, method: 'POST', body: batch && JSON.stringify(batch) });
  }
}

/** Some servers answer 200 and tell the failure in the body. What is not JSON tells nothing. */
function saysOtherwise(answer: Answer): boolean {
  if (!mediaTypeOf(answer).endsWith('json') || answer.bytes.length === 0) return false;
  const value = jsonOf(answer);
  return isPlainObject(value) && (value.success === false || Number(value.failed_count ?? 0) > 0);
}
