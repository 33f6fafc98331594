import { setTimeout as passing } from 'node:timers/promises';
import type { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { PATIENCE_MS } from './configuration';
import { pageOf, type Page } from './page-of';
import { refusalOfSite } from './refusal-of-site';
import { robotsOf, type Robots } from './robots';
import { pagesListedIn, type Listed } from './sitemap';

const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const ACCEPT = 'text/html, text/plain;q=0.9, text/markdown;q=0.9';

/** Web sites, asked politely: what their robots.txt forbids is not read. Rejects with what can be shown. */
export class Sites {
  readonly #robots = new Map<string, Promise<Robots>>();
  /** When each was asked last. */
  readonly #turns = new Map<string, number>();

  constructor(
    private readonly web: Web,
    private readonly reach: Reach,
  ) {}

  /** Waits until the site may be asked again, where its robots.txt wants time to pass between requests. */
  async turn(url: URL): Promise<void> {
    const { delayMs } = await this.#robotsOf(url);
    const left = (this.#turns.get(url.origin) ?? 0) + delayMs - performance.now();
    if (left > 0 && this.#turns.has(url.origin)) await passing(left, undefined, { signal: this.reach.signal });
    this.#turns.set(url.origin, performance.now());
  }

  /** A page; `null` where there is something else than text. */
  async page(url: URL): Promise<Page | null> {
    await this.#allowed(url);
    const answer = await this.web.ask({ url, maxBytes: MAX_PAGE_BYTES, patienceMs: PATIENCE_MS, headers: { accept: ACCEPT } });
    // It may have sent us on to another page.
    await this.#allowed(answer.url);
    const refusal = refusalOfSite(answer, `page ${answer.url.pathname}`, this.reach.now());
    if (refusal) throw refusal;
    return pageOf(answer);
  }

  /** What a sitemap lists. */
  listed(sitemap: URL): AsyncIterable<Listed> {
    return pagesListedIn(this.web, sitemap, this.reach.now());
  }

  async #allowed(url: URL): Promise<void> {
    const { allows } = await this.#robotsOf(url);
    if (!allows(url)) throw ActorFailed.of('ROBOTS_FORBID', { server: url.host, what: url.pathname });
  }

  #robotsOf(url: URL): Promise<Robots> {
    const robots = this.#robots.get(url.origin) ?? robotsOf(this.web, url, this.reach.now());
    this.#robots.set(url.origin, robots);
    return robots;
  }
}
