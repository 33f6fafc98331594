/** A string, a comment, or what stands between them. Matches at every position, so that one pass is enough. */
const PARTS = /"(?:\\.|[^"\\])*"?|\/\/[^\n]*|\/\*.*?(?:\*\/|$)|[^"/]+|\//gs;
const STRINGS = /"(?:\\.|[^"\\])*"?|[^"]+/gs;

/** The value of a JSON text that may have comments and trailing commas, as editors allow them in settings; `undefined` when it is none. */
export function parseJsonWithComments(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '').replace(PARTS, (part) => (/^\/[/*]/.test(part) ? ' ' : part));
  return parsed(bare.replace(STRINGS, (part) => (part.startsWith('"') ? part : part.replace(/,(\s*[}\]])/g, '$1'))));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What the parser says quotes the text.
    return undefined;
  }
}
