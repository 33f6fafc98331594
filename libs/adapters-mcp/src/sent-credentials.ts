/** Names of headers and parameters that tell that their value is a credential. */
export const CREDENTIAL_NAME = /key|token|secret|auth|pass|sig|code/i;

const SHORTEST = 6;
/** What a header like `x-auth-type` says, and many a description, too. */
const SCHEME = /^(bearer|basic|digest|oauth\d?)$/i;
/** Anything else is taken for a credential when it looks like chance: words of a path are often those of the tools, too. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])[\w.~+-]{20,}$/i;

/** The words of a request that are credentials for certain, without the scheme before a token and the user name before a password. */
export function credentialsIn(url: URL, headers: Record<string, string>): string[] {
  const named = [...Object.entries(headers), ...url.searchParams].map(([name, value]) => ({ value, words: CREDENTIAL_NAME.test(name) ? secretWords(value) : [] }));
  const chance = [...named.flatMap(({ value }) => value.split(/[\s;,=/]+/)), ...url.pathname.split('/')].filter(isRandom);
  return [...new Set([...named.flatMap(({ words }) => words), ...chance])].filter((word) => word.length >= SHORTEST && !SCHEME.test(word));
}

function secretWords(value: string): string[] {
  const [scheme = '', ...rest] = value.trim().split(/\s+/);
  if (rest.length === 0) return [scheme];
  return /^basic$/i.test(scheme) ? [...rest, passwordIn(rest.join(''))] : rest;
}

function passwordIn(basic: string): string {
  const userinfo = Buffer.from(basic, 'base64').toString();
  return userinfo.slice(userinfo.indexOf(':') + 1);
}

/** Whether a word looks like chance rather than like a name. */
export function isRandom(word: string): boolean {
  return RANDOM.test(word);
}
