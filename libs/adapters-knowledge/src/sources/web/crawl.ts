import type { ActorFailureCode, JsonObject } from '@moorage/domain';
import { webAddress } from '../../http/web-address';
import { failureOf } from '../../native/failure-of';
import { AddressFilter } from './address-filter';
import { MAX_DEPTH, MAX_PAGES, type WebConfiguration } from './configuration';
import type { Page } from './page-of';
import type { Sites } from './sites';

/** An address on the list. */
interface Waiting {
  url: URL;
  /** How many links in a row may be followed from there. */
  depth: number;
  /** Named by the configuration: it must be there. */
  isNamed?: boolean;
}

/** Addresses that are asked for each page that may be read, for some lead to none, and those of a crawl. */
const ROOM = 10;
const MAX_ADDRESSES = 50_000;

/** What may be wrong with a page while its site is all right. */
const OF_A_PAGE: readonly ActorFailureCode[] = ['PAGE_NOT_FOUND', 'PAGE_NOT_PUBLIC', 'ROBOTS_FORBID', 'REQUEST_REFUSED', 'REDIRECTED', 'ANSWER_TOO_LARGE', 'ANSWER_NOT_USABLE'];
/** What may be wrong with a page or with its site: so many in a row are the site's. */
const OF_BOTH: readonly ActorFailureCode[] = ['SERVER_ERROR', 'RESPONSE_TIMEOUT'];
const IN_A_ROW = 3;

/** The addresses that a configuration names. Throws `VALUE_NOT_USABLE`. */
export function namedIn({ start_urls = [], sitemap_urls = [] }: WebConfiguration): { starts: URL[]; sitemaps: URL[] } {
  return { starts: start_urls.map((text) => webAddress(text, 'start_urls')), sitemaps: sitemap_urls.map((text) => webAddress(text, 'sitemap_urls')) };
}

/** One walk through sites. Links that lead nowhere are passed over; trouble of a site ends it, for then nobody knows what is missing. */
export class Crawl {
  readonly #filter: AddressFilter;
  readonly #seen = new Set<string>();
  readonly #maxPages: number;
  #troubles = 0;

  constructor(
    private readonly configuration: WebConfiguration,
    private readonly sites: Sites,
  ) {
    this.#filter = new AddressFilter(configuration);
    this.#maxPages = configuration.max_pages ?? MAX_PAGES;
  }

  /** Records of all pages, each once: near ones first, then what sitemaps list. */
  async *records(): AsyncIterable<JsonObject> {
    const read = new Set<string>();
    for await (const { url, record } of this.#pages()) {
      // Several addresses may lead to one page.
      if (read.has(url.href)) continue;
      read.add(url.href);
      yield record;
      if (read.size >= this.#maxPages) return;
    }
  }

  async *#pages(): AsyncIterable<Page> {
    const { starts, sitemaps } = namedIn(this.configuration);
    yield* this.#followed(starts);
    for (const sitemap of sitemaps) yield* this.#listed(sitemap);
  }

  /** The pages named, and those that their links lead to on the same sites. */
  async *#followed(starts: URL[]): AsyncIterable<Page> {
    const { max_depth: depth = MAX_DEPTH } = this.configuration;
    const origins = new Set(starts.map(({ origin }) => origin));
    const waiting: Waiting[] = starts.filter((url) => this.#isNew(url)).map((url) => ({ url, depth, isNamed: true }));
    // It grows while it is gone through.
    for (const next of waiting) {
      const page = await this.#page(next);
      if (!page) continue;
      if (next.isNamed || this.#filter.wants(page.url)) yield page;
      const links = next.depth === 0 ? [] : page.links.filter((url) => origins.has(url.origin) && this.#filter.wants(url) && this.#isNew(url));
      for (const url of links) waiting.push({ url, depth: next.depth - 1 });
    }
  }

  async *#listed(sitemap: URL): AsyncIterable<Page> {
    for await (const { url, lastModified } of this.sites.listed(sitemap)) {
      if (!this.#filter.wants(url) || !this.#isNew(url)) continue;
      const page = await this.#page({ url, depth: 0 });
      if (page && this.#filter.wants(page.url)) yield { ...page, record: { ...page.record, ...(lastModified !== undefined && { last_modified: lastModified }) } };
    }
  }

  async #page({ url, isNamed = false }: Waiting): Promise<Page | null> {
    try {
      await this.sites.turn(url);
      const page = await this.sites.page(url);
      this.#troubles = 0;
      return page;
    } catch (error) {
      if (isNamed || !this.#mayBePassedOver(error)) throw error;
      return null;
    }
  }

  #mayBePassedOver(error: unknown): boolean {
    const { code } = failureOf(error, 'read');
    if (OF_BOTH.includes(code)) this.#troubles += 1;
    return OF_A_PAGE.includes(code) || (OF_BOTH.includes(code) && this.#troubles < IN_A_ROW);
  }

  #isNew({ href }: URL): boolean {
    const isNew = !this.#seen.has(href) && this.#seen.size < Math.min(this.#maxPages * ROOM, MAX_ADDRESSES);
    if (isNew) this.#seen.add(href);
    return isNew;
  }
}
