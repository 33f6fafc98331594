import { isPlainObject, type JsonObject } from '@moorage/domain';
import { Client } from '@notionhq/client';
import { guardedFetch } from '../../http/guarded-fetch';
import { unusable } from '../../http/json-of';
import type { Web } from '../../http/web';
import { webAddress } from '../../http/web-address';
import { ActorFailed } from '../../native/actor-failed';
import { NOTION_API, type NotionConfiguration } from './configuration';
import { isId, pagesOf } from './list-pages';
import { impatient, type Patience } from './patience';
import { API_HERE, refusalOfNotion, type Wish } from './refusal-of-notion';

/** The first version whose databases have data sources; records look as it says. */
const API_VERSION = '2025-09-03';
const MOST_PER_PAGE = 100;

/** Notion's API for one token. Everything it rejects with can be shown. */
export class Notion {
  readonly #client: Client;
  readonly #api: URL;

  constructor(
    web: Web,
    { api_url = NOTION_API, credentials }: Pick<NotionConfiguration, 'api_url' | 'credentials'>,
    private readonly now: () => Date,
    private readonly patience: Patience = impatient,
  ) {
    this.#api = webAddress(api_url, 'api_url');
    const auth = credentials.auth_type === 'token' ? credentials.token : credentials.access_token;
    const fetch = guardedFetch(web, this.#api.origin);
    // The client's own retries would outlive the run.
    this.#client = new Client({ auth, baseUrl: baseOf(this.#api), notionVersion: API_VERSION, fetch, retry: false, logger: () => undefined });
  }

  /** Whom the token belongs to; every capability is enough. */
  async self(): Promise<JsonObject> {
    const user = await this.#one({ what: API_HERE }, () => this.#client.users.me({}));
    if (user.object !== 'user') throw unusable({ url: this.#api }, 'it is not the API of Notion');
    return user;
  }

  /** A database, which holds data sources. */
  database(id: string): Promise<JsonObject> {
    return this.#one({ what: `database ${this.#known(id)}` }, () => this.#client.databases.retrieve({ database_id: id }));
  }

  /** People and bots of the workspace. */
  users(perPage = MOST_PER_PAGE): AsyncIterable<JsonObject[]> {
    const wish = { what: 'users of the workspace', capability: 'Read user information' };
    return this.#list(wish, (cursor) => this.#client.users.list({ start_cursor: cursor, page_size: perPage }));
  }

  /** All of one kind that is shared with the integration, the last edited first. */
  shared(kind: 'page' | 'data_source', perPage = MOST_PER_PAGE): AsyncIterable<JsonObject[]> {
    const wish = { what: `${kind === 'page' ? 'pages' : 'data sources'} shared with the integration` };
    const question = { filter: { property: 'object', value: kind }, sort: { timestamp: 'last_edited_time', direction: 'descending' }, page_size: perPage } as const;
    return this.#list(wish, (cursor) => this.#client.search({ ...question, start_cursor: cursor }));
  }

  /** The blocks directly below a page or a block. */
  children(id: string, perPage = MOST_PER_PAGE): AsyncIterable<JsonObject[]> {
    const wish = { what: `content of ${this.#known(id)}` };
    return this.#list(wish, (cursor) => this.#client.blocks.children.list({ block_id: id, start_cursor: cursor, page_size: perPage }));
  }

  async #one(wish: Wish, ask: () => Promise<unknown>): Promise<JsonObject> {
    const answer = await this.patience(ask).catch((error: unknown) => Promise.reject(this.#explained(error, wish)));
    if (!isPlainObject(answer)) throw unusable({ url: this.#api }, 'it is no object');
    return answer as JsonObject;
  }

  #list(wish: Wish, ask: (cursor?: string) => Promise<unknown>): AsyncIterable<JsonObject[]> {
    const { host } = this.#api;
    return pagesOf({
      ask: (cursor) => this.patience(() => ask(cursor)),
      explain: (error) => this.#explained(error, wish),
      unusable: (what) => unusable({ url: this.#api }, `${what}, when asked for ${wish.what}`),
      restless: () => ActorFailed.of('SERVER_ERROR', { server: host, status: 'it keeps losing the place in a long list' }),
    });
  }

  #explained(error: unknown, wish: Wish): Error {
    return refusalOfNotion(error, wish, this.#api, this.now()) as Error;
  }

  #known(id: string): string {
    if (!isId(id)) throw unusable({ url: this.#api }, 'it contains an id that is none');
    return id;
  }
}

/** Without the version, which the client adds, and people copy from examples. */
function baseOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}`;
}
