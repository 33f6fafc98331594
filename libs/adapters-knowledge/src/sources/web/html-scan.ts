import { Parser, type Handler } from 'htmlparser2';

/** What a page says of itself, and where it leads. */
export interface HtmlFacts {
  title: string;
  description: string;
  language: string;
  /** What addresses in it are relative to, when that is not its own. */
  base: string;
  /** What it asks robots for. */
  robots: string;
  anchors: { href: string; rel: string }[];
  /** As much of it as can be read in a short time. */
  html: string;
}

/** Elements of a page that are read; people's pages have a thousand or two. */
const MAX_ELEMENTS = 50_000;
const MAX_ANCHORS = 5_000;
/** Elements in elements. Parsers take time that grows with the square of it. */
const MAX_DEPTH = 500;
const MAX_TITLE = 1_000;

/**
 * Reads a page in one go, and no further than to where it becomes too much: elements without end, or in each other without end. Builds no tree,
 * for what builds one takes minutes for some of the pages that people can think of.
 */
export function scanned(html: string): HtmlFacts {
  const facts: HtmlFacts = { title: '', description: '', language: '', base: '', robots: '', anchors: [], html };
  const look = lookInto(facts);
  let elements = 0;
  let depth = 0;
  const parser = new Parser({
    ...look,
    onopentagname() {
      elements += 1;
      depth += 1;
      if (elements <= MAX_ELEMENTS && depth <= MAX_DEPTH) return;
      facts.html = html.slice(0, parser.startIndex);
      parser.pause();
    },
    onclosetag(name, isImplied) {
      depth -= 1;
      look.onclosetag?.(name, isImplied);
    },
  });
  parser.end(html);
  return facts;
}

function lookInto(facts: HtmlFacts): Partial<Handler> {
  let title: 'to come' | 'here' | 'known' = 'to come';
  return {
    onopentag(name, attributes) {
      if (name === 'title' && title === 'to come') title = 'here';
      else noteElement(facts, name, attributes);
    },
    ontext(text) {
      if (title === 'here' && facts.title.length < MAX_TITLE) facts.title += text;
    },
    onclosetag(name) {
      if (name === 'title' && title === 'here') title = 'known';
    },
  };
}

/** What is said twice holds as it was said first. */
function noteElement(facts: HtmlFacts, element: string, { href = '', rel = '', lang = '', name = '', content = '' }: Record<string, string>): void {
  if (element === 'a' && href !== '' && facts.anchors.length < MAX_ANCHORS) facts.anchors.push({ href, rel });
  if (element === 'base') facts.base ||= href;
  if (element === 'html') facts.language ||= lang;
  if (element !== 'meta') return;
  if (/^description$/i.test(name)) facts.description ||= content;
  if (/^robots$/i.test(name)) facts.robots += ` ${content}`;
}
