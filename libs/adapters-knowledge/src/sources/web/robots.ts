import robotsParser from 'robots-parser';
import { refusalOf } from '../../http/refusal-of';
import { textOf } from '../../http/text-of';
import { USER_AGENT, type Answer, type Web } from '../../http/web';
import { failureOf } from '../../native/failure-of';
import { PATIENCE_MS } from './configuration';

/** What a site asks robots for. */
export interface Robots {
  allows(url: URL): boolean;
  /** Between two requests; of longer ones, as much as we give. */
  delayMs: number;
}

/** RFC 9309 wants this much to be read. */
const MAX_LENGTH = 512 * 1024;
const LONGEST_DELAY_MS = 10_000;
/** Rules times address, in characters: a tenth of a second. */
const MAX_WORK = 100_000_000;

const ANYTHING_GOES: Robots = { allows: () => true, delayMs: 0 };

/**
 * The robots.txt of a site, as RFC 9309 reads it: what a site does not have, or does not show, forbids nothing; while it is in trouble, nothing may be
 * read at all. Rejects with what the trouble is.
 */
export async function robotsOf(web: Web, site: URL, now: Date): Promise<Robots> {
  const url = new URL('/robots.txt', site);
  const answer = await answered(web, url);
  if (answer === null) return ANYTHING_GOES;
  if (answer.status >= 500 || answer.status === 429) throw refusalOf(answer, { what: 'robots.txt of the site', now });
  return answer.status >= 200 && answer.status < 300 ? robotsIn(textOf(answer), url) : ANYTHING_GOES;
}

/** A site that sends elsewhere for it has none; whether all of it has moved will be seen. */
async function answered(web: Web, url: URL): Promise<Answer | null> {
  return web.ask({ url, patienceMs: PATIENCE_MS }).catch((error: unknown) => {
    if (failureOf(error, 'permission').code === 'REDIRECTED') return null;
    throw error;
  });
}

/** What a robots.txt at this address says. */
export function robotsIn(whole: string, url: URL): Robots {
  const text = concerningUs(whole.slice(0, MAX_LENGTH));
  const rules = robotsParser(url.href, text);
  const delayMs = Math.min(Number(rules.getCrawlDelay(USER_AGENT) ?? 0) * 1_000, LONGEST_DELAY_MS);
  // Rules that are many, for an address that is long, are made to keep us busy.
  const isTooMuch = ({ href }: URL) => text.length * href.length > MAX_WORK;
  return { allows: (page) => !isTooMuch(page) && rules.isAllowed(page.href, USER_AGENT) !== false, delayMs: delayMs > 0 ? delayMs : 0 };
}

const ANOTHER = 'another';

/** The parser notes every rule once for each name of its group, so all others get one name. */
function concerningUs(text: string): string {
  let group = new Set<string>();
  const lines = text.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, told] = /^\s*user-agent\s*:([^#]*)/i.exec(line) ?? [];
    if (told === undefined) {
      if (/^\s*[^\s#:][^#:]*:/.test(line)) group = new Set();
      return [line];
    }
    const name = told.split('/', 1).join('').trim().toLowerCase();
    const known = name === '*' || name === USER_AGENT.toLowerCase() ? name : ANOTHER;
    if (group.has(known)) return [];
    group.add(known);
    return [`User-agent: ${known}`];
  });
  return lines.join('\n');
}
