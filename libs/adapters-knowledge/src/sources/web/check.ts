import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import { AddressFilter } from './address-filter';
import type { WebConfiguration } from './configuration';
import { namedIn } from './crawl';
import { Sites } from './sites';

/** Pages that a check asks for, and sitemaps: enough to know, and few enough to be no burden. */
const SAMPLE = 3;

/** Asks for the first pages and sitemaps that are named, and for the first page that each of these sitemaps lists. */
export async function checkWeb(configuration: WebConfiguration, run: CheckRun): Promise<void> {
  const sites = new Sites(new Web(run.reach, (timings) => run.opened(timings)), run.reach);
  const warnings = await run.step('permission', async () => {
    const { starts, sitemaps } = namedIn(configuration);
    const filter = new AddressFilter(configuration);
    return Promise.all([...starts.slice(0, SAMPLE).map((url) => warningOfPage(url, sites)), ...sitemaps.slice(0, SAMPLE).map((url) => warningOfSitemap(url, filter, sites))]);
  });
  await run.step('read', async () => {
    for (const warning of warnings) if (warning !== null) run.warn(warning);
  });
}

/** What should be known of a page that can be read; `null` when nothing. */
async function warningOfPage(url: URL, sites: Sites): Promise<string | null> {
  const page = await sites.page(url);
  return page === null || page.record.text === '' ? `The page ${url.pathname} has no text that can be read without a browser.` : null;
}

/** As `warningOfPage`. A sitemap that lists a page which is not there any more is no fault of the configuration. */
async function warningOfSitemap(sitemap: URL, filter: AddressFilter, sites: Sites): Promise<string | null> {
  const first = await firstListed(sitemap, filter, sites);
  if (first === null) return `The sitemap ${sitemap.pathname} lists no page of its own site that is wanted.`;
  try {
    const page = await sites.page(first);
    return page === null || page.record.text === '' ? `The first page that the sitemap ${sitemap.pathname} lists has no text that can be read without a browser.` : null;
  } catch (error) {
    if (!(error instanceof ActorFailed) || error.failure.indeterminate) throw error;
    return `The first page that the sitemap ${sitemap.pathname} lists cannot be read. ${error.message}`;
  }
}

async function firstListed(sitemap: URL, filter: AddressFilter, sites: Sites): Promise<URL | null> {
  for await (const { url } of sites.listed(sitemap)) if (filter.wants(url)) return url;
  return null;
}
