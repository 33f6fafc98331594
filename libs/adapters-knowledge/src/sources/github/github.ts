import { isPlainObject, type JsonObject } from '@moorage/domain';
import { Octokit } from '@octokit/rest';
import { guardedFetch } from '../../http/guarded-fetch';
import { unusable } from '../../http/json-of';
import { USER_AGENT, type Web } from '../../http/web';
import { webAddress } from '../../http/web-address';
import { ActorFailed } from '../../native/actor-failed';
import { GITHUB_API, type GithubConfiguration } from './configuration';
import { refusalOfGithub } from './refusal-of-github';

/** No list of GitHub is longer. */
const MAX_PAGES = 10_000;

/** An answer of one object, and what its headers tell. */
export interface GithubAnswer {
  data: JsonObject;
  headers: Record<string, string | number | undefined>;
}

/** GitHub's API for one token. Everything it rejects with can be shown. `what` tells people what was asked for. */
export class Github {
  readonly #octokit: Octokit;
  readonly #api: URL;

  constructor(
    web: Web,
    { api_url, credentials }: Pick<GithubConfiguration, 'api_url' | 'credentials'>,
    private readonly now: () => Date,
  ) {
    this.#api = webAddress(api_url || GITHUB_API, 'api_url');
    const auth = 'access_token' in credentials ? credentials.access_token : credentials.personal_access_token;
    // Airbyte takes several and shares its requests out among them.
    if (auth.includes(',')) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'the token', why: 'it is several tokens, and only one can be used' });
    const request = { fetch: guardedFetch(web, this.#api.origin) };
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    this.#octokit = new Octokit({ auth, baseUrl: this.#api.href.replace(/\/+$/, ''), userAgent: USER_AGENT, request, log });
  }

  /** One object. */
  async one(what: string, route: string, parameters: Record<string, string | number>): Promise<GithubAnswer> {
    const { data, headers } = await this.#asked(what, () => this.#octokit.request(`GET ${route}`, parameters));
    if (!isPlainObject(data)) throw unusable({ url: this.#api }, `${what} is no object`);
    return { data: data as JsonObject, headers };
  }

  /** A list, page by page. */
  async *pages(what: string, route: string, parameters: Record<string, string | number | undefined>): AsyncIterable<JsonObject[]> {
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
    const pages = this.#octokit.paginate.iterator(`GET ${route}`, { per_page: 100, ...given })[Symbol.asyncIterator]();
    const visited = new Set<string>();
    for (;;) {
      const { done, value } = await this.#asked(what, () => pages.next());
      if (done) return;
      const { data, url = '' } = value as { data: unknown; url?: string };
      if (visited.has(url) || visited.size >= MAX_PAGES) throw unusable({ url: this.#api }, `the pages of ${what} do not end`);
      visited.add(url);
      yield listed(data, () => unusable({ url: this.#api }, `${what} is no list`));
    }
  }

  async #asked<T>(what: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw refusalOfGithub(error, what, this.now());
    }
  }
}

function listed(data: unknown, refuse: () => Error): JsonObject[] {
  if (!Array.isArray(data) || !data.every(isPlainObject)) throw refuse();
  return data as JsonObject[];
}
