import type { JsonObject } from '@moorage/domain';
import { createHash } from 'node:crypto';
import { unusable } from '../../http/json-of';
import { mediaTypeOf, textOf } from '../../http/text-of';
import type { Answer } from '../../http/web';
import { scanned, type HtmlFacts } from './html-scan';
import { harmless, readableText } from './readable-text';

/** A page as it was read. */
export interface Page {
  /** Where it came from, after redirects. */
  url: URL;
  record: JsonObject;
  /** Where its links lead, each once. */
  links: URL[];
}

/** Characters of an address. Longer ones are made by mistake, or to do harm. */
export const MAX_ADDRESS = 1_000;

const PLAIN = /^text\/(?:plain|markdown|x-markdown)$/;
const HTML = /^(?:text\/html|application\/xhtml\+xml)$/;

/** The text of an answer, and where it leads; `null` where it is none, but a picture, say. Throws `ANSWER_NOT_USABLE`. */
export function pageOf(answer: Answer): Page | null {
  const type = mediaTypeOf(answer) || 'text/html';
  if (PLAIN.test(type)) return pageWith(answer, { title: null, description: null, language: null, text: harmless(textOf(answer)) });
  return HTML.test(type) ? htmlPage(answer) : null;
}

function htmlPage(answer: Answer): Page {
  const facts = scanned(textOf(answer, declaredIn(answer.bytes)));
  const text = readableText(facts.html);
  if (text === null) throw unusable(answer, 'it cannot be made text');
  const { title, description, language } = facts;
  return pageWith(answer, { title: tidy(title), description: tidy(description), language: tidy(language), text }, linksIn(facts, answer));
}

function pageWith({ url, headers }: Answer, told: JsonObject & { text: string }, links: URL[] = []): Page {
  const modified = Date.parse(headers['last-modified'] ?? '');
  const record = {
    url: url.href,
    ...told,
    links: links.map(({ href }) => href),
    content_type: mediaTypeOf({ headers }) || null,
    last_modified: Number.isNaN(modified) ? null : new Date(modified).toISOString(),
    content_hash: createHash('sha256').update(told.text).digest('hex'),
  };
  return { url, record, links };
}

/** Those that may be followed: neither the page nor the link itself asks not to. */
function linksIn({ base, robots, anchors }: HtmlFacts, { url, headers }: Answer): URL[] {
  const asked = `${robots} ${headers['x-robots-tag'] ?? ''}`;
  if (/\b(?:nofollow|none)\b/i.test(asked)) return [];
  const from = addressOf(base, url) ?? url;
  const found = anchors.filter(({ rel }) => !/\bnofollow\b/i.test(rel)).map(({ href }) => addressOf(href, from));
  return [...new Map(found.filter((each) => each !== null).map((each) => [each.href, each])).values()];
}

function addressOf(text: string, from: URL): URL | null {
  if (text === '' || text.length > MAX_ADDRESS || !URL.canParse(text, from.href)) return null;
  const url = new URL(text, from);
  url.hash = '';
  const isOfTheWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isOfTheWeb && url.username === '' && url.href.length <= MAX_ADDRESS ? url : null;
}

/** The characters that a page says itself that it is written in. */
function declaredIn(bytes: Buffer): string | undefined {
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)/i.exec(bytes.subarray(0, 1_024).toString('latin1'))?.[1];
}

function tidy(text: string): string | null {
  return harmless(text.slice(0, 1_000).replace(/\s+/g, ' ').trim()) || null;
}
