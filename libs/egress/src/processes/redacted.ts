const REMOVED = '•••';
/** Shorter ones cannot be told from ordinary words. */
const SHORTEST = 3;
/** Of a part of an encoded secret: shorter ones would remove half of the text. */
const SHORTEST_ENCODED = 6;

const TOKENS = [
  /\b(?:bearer|basic|digest)\s+[\w.~+/=-]{4,}/gi,
  /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g,
  /\b(?:gh[a-z]_|github_pat_|glpat-|sk-|pk-|rk_|sk_|xox[a-z]-|AKIA|ASIA|AIza|ya29\.|npm_|hf_|mrg_)[\w-]{6,}/g,
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  /(?<=(?:token|key|secret|passw(?:or)?d|pwd|auth\w*|credentials?|session|cookie|signature)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;&]{3,}/gi,
  /(?<![\w+=-])(?=[\w+=-]*\d)(?=[\w+=-]*[a-z])[\w+=-]{24,}/gi,
];

/**
 * A text of someone else's program without secrets: the known ones, plain and in the usual encodings, and all that looks like one.
 * Empty when a known secret is too short to be found for certain.
 */
export function redacted(text: string, secrets: string[]): string {
  return TOKENS.reduce((rest, pattern) => rest.replace(pattern, REMOVED), withoutSecrets(text, secrets));
}

/**
 * A text of our own without known secrets, plain and in the usual encodings, the longest first.
 * Empty when one of them is too short to be found for certain.
 */
export function withoutSecrets(text: string, secrets: string[]): string {
  const known = [...new Set(secrets)].filter((secret) => secret !== '');
  if (known.some((secret) => secret.length < SHORTEST)) return '';
  const spellings = known.flatMap(spellingsOf).sort((a, b) => b.length - a.length);
  return spellings.reduce((rest, spelling) => rest.replace(new RegExp(escaped(spelling), 'gi'), REMOVED), text);
}

/** A secret as it may be written: as it is, within JSON, in an address, in hexadecimal, and in base64 behind other text. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [bytes.toString('hex'), ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift))].filter((each) => each.length >= SHORTEST_ENCODED);
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), secret.replaceAll(' ', '+'), ...encoded])];
}

/** The characters of a base64 text that come from the secret alone when `shift` bytes precede it in its group of three. */
function base64At(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '');
  const start = Math.ceil((shift * 8) / 6);
  const end = Math.floor(((shift + bytes.length) * 8) / 6);
  const own = text.slice(start, end);
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
