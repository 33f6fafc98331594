import { convert, type SelectorDefinition } from 'html-to-text';

/** Characters of text that a page may bring. */
const MAX_TEXT = 1_000_000;
const MAX_DEPTH = 200;

const SILENT = ['head', 'title', 'script', 'style', 'noscript', 'template', 'nav', 'svg', 'img', 'form'];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const CELLS = ['th', 'td'];

const selectors: SelectorDefinition[] = [
  ...SILENT.map((selector) => ({ selector, format: 'skip' })),
  ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
  // Rows as lines: columns of equal width would have to be measured, and tables in tables measured again and again.
  { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ...CELLS.map((selector) => ({ selector, format: 'inlineSurround', options: { prefix: '', suffix: '\t' } })),
  { selector: 'a', options: { ignoreHref: true } },
];

/** The text of a page as people read it; `null` where there is something in it that cannot be made text. */
export function readableText(html: string): string | null {
  try {
    return harmless(convert(html, { wordwrap: false, limits: { maxInputLength: html.length, maxDepth: MAX_DEPTH, ellipsis: '' }, selectors }));
  } catch {
    // Roman numbers of a million, for one.
    return null;
  }
}

/** Text of a limited length that every database takes: without half a character at its end, and without NUL. */
export function harmless(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, '').replaceAll('\u0000', '');
}
