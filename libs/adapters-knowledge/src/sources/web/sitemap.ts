import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorCodeOf } from '../../files/error-code-of';
import { ActorFailed } from '../../native/actor-failed';
import { unusable } from '../../http/json-of';
import { textOf } from '../../http/text-of';
import type { Answer, Web } from '../../http/web';
import { PATIENCE_MS } from './configuration';
import { MAX_ADDRESS } from './page-of';
import { refusalOfSite } from './refusal-of-site';

/** A page that a sitemap lists. */
export interface Listed {
  url: URL;
  lastModified?: string;
}

/** Bytes of one of them, unpacked: room for as many pages as the protocol of sitemaps allows. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ENTRIES = 50_000;
const MAX_SITEMAPS = 500;

/** The pages that a sitemap lists, and those that sitemaps listed in it list, of their own site. Throws `ANSWER_NOT_USABLE` for what is no sitemap. */
export async function* pagesListedIn(web: Web, sitemap: URL, now: Date): AsyncIterable<Listed> {
  const visited = new Set([sitemap.href]);
  for (const url of visited) {
    const text = await sitemapAt(web, new URL(url), now);
    const isIndex = /<sitemapindex[\s>]/.test(text.slice(0, 4_096));
    for (const listed of entriesOf(text, sitemap.origin)) {
      if (!isIndex) yield listed;
      else if (visited.size < MAX_SITEMAPS) visited.add(listed.url.href);
    }
  }
}

async function sitemapAt(web: Web, url: URL, now: Date): Promise<string> {
  const answer = await web.ask({ url, maxBytes: MAX_BYTES, patienceMs: PATIENCE_MS });
  const refusal = refusalOfSite(answer, `sitemap ${url.pathname}`, now);
  if (refusal) throw refusal;
  const text = textOf({ ...answer, bytes: await unpacked(answer) });
  if (!/<(?:urlset|sitemapindex)[\s>]/.test(text.slice(0, 4_096))) throw unusable(answer, 'it is no sitemap');
  return text;
}

/** Files that end in .gz are sent as what they are, not as an encoding of something else. */
async function unpacked(answer: Answer): Promise<Buffer> {
  const { bytes, url } = answer;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw errorCodeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? ActorFailed.of('ANSWER_TOO_LARGE', { server: url.host, limit: '16 MiB' }, { cause: error }) : unusable(answer, 'it cannot be unpacked');
  }
}

/** Reads with nothing but searches: sitemaps are long, and this takes time that grows with them and no faster. */
function* entriesOf(text: string, origin: string): Iterable<Listed> {
  let at = text.indexOf('<loc>');
  for (let count = 0; at !== -1 && count < MAX_ENTRIES; count += 1) {
    const next = text.indexOf('<loc>', at + 5);
    const listed = entryOf(text.slice(at + 5, next === -1 ? undefined : next));
    if (listed?.url.origin === origin) yield listed;
    at = next;
  }
}

/** What stands between the beginnings of two addresses. */
function entryOf(text: string): Listed | null {
  const end = text.indexOf('</loc>');
  const address = end > MAX_ADDRESS * 2 ? '' : plain(text.slice(0, Math.max(0, end)));
  if (address.length > MAX_ADDRESS || !URL.canParse(address)) return null;
  const url = new URL(address);
  url.hash = '';
  const [, time] = /<lastmod>\s*([^<\s]{4,40})\s*<\/lastmod>/.exec(text) ?? [];
  return { url, ...(time !== undefined && { lastModified: time }) };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(xml: string): string {
  const text = xml.trim().replace(/^<!\[CDATA\[|\]\]>$/g, '');
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_entity, name: string) => ENTITIES[name] ?? '').trim();
}
