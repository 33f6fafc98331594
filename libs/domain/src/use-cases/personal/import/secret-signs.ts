/** Words that, as part of a name, announce a secret. */
const SECRET_WORDS = new Set([
  ...['key', 'keys', 'apikey', 'accesskey', 'secretkey', 'privatekey', 'token', 'secret', 'secrets', 'password', 'passwd', 'pwd', 'pass', 'passphrase', 'pat', 'jwt'],
  ...['auth', 'authorization', 'bearer', 'credential', 'credentials', 'cookie', 'dsn', 'webhook', 'signature', 'sig', 'connectionstring'],
]);

/** Names that are known to hold nothing worth hiding. */
const PLAIN_NAME = /^(path|tz|lang|lc_[a-z]+|debug|verbose|host|hostname|port|ci|no_color|force_color|node_env|env|environment|user_agent|accept_language|pythonunbuffered|npm_config_yes)$|(^|_)(log_level|log_format|loglevel|region|port|timeout|timeout_ms|mode|transport|locale|timezone|encoding)$/;
const SWITCH = /^(true|false|yes|no|on|off|none|null)?$/i;
const NUMBER = /^[+-]?\d{1,9}(\.\d{1,9})?$/;

/** How the tokens of well-known services begin. */
const TOKEN_START = /^(gh[pousr]_|github_pat_|glpat-|sk-|[srp]k_(live|test)_|xox[abeprs]-|xapp-|eyJ[\w-]+\.|AKIA|ASIA|AIza|ya29\.|lin_api_|ntn_|secret_|hf_|npm_|pypi-|dop_v1_|SG\.|shp(at|ca|pa|ss)_|figd_|r8_|tvly-|ATATT|mrg_|whsec_|napi_|sbp_|dckr_pat_)/;
const TOKEN_ALPHABET = /^[A-Za-z0-9_\-+.~]{20,}={0,2}$/;
/** What separates words within one text; addresses and paths are one word. */
const BETWEEN_WORDS = /[\s:;,|"'`]+/;
const SCHEME = /^(bearer|basic)$/i;
/** Names the content of an image, and is no secret. */
const DIGEST = /@sha(256|512):[0-9a-f]+/g;
/** A part of what people name things: letters, perhaps a short number after them. */
const WORD = /^([A-Za-z]{0,24}\d{0,4}|v?\d{1,8})$/;

const PLACEHOLDER = /^(<.*>|\[.*\]|\*+|x{3,}|\.{3}|…|changeme|change[-_ ]me|replace[-_ ]me|todo|your[-_ ].*|my[-_ ].*[-_ ](key|token|secret|password)|.*[-_]here|(insert|enter|paste|put)[-_ ].*)$/i;

/** Whether something of this name is a secret: `GITHUB_TOKEN`, `--api-key`, `X-Api-Key`, `clientSecret`. */
export function namesSecret(name: string): boolean {
  return wordsOf(name).some((word) => SECRET_WORDS.has(word));
}

/** Whether a text looks like a token, whatever it is called: the start of a known one, or a long word that nobody would think of. */
export function looksSecret(text: string): boolean {
  if (TOKEN_START.test(text)) return text.length >= 12 && !/\s/.test(text);
  if (!TOKEN_ALPHABET.test(text)) return false;
  return !text.split(/[-_.]/).every((part) => WORD.test(part));
}

/** Whether a text of several words has a secret among them: `account:token`, `Server=…;Password=…`, a line for a shell. */
export function holdsSecret(text: string): boolean {
  if (looksSecret(text.trim())) return true;
  const words = text.replace(DIGEST, '').split(BETWEEN_WORDS);
  return words.length > 1 && words.some((word, index) => word !== '' && (looksSecret(word) || isGivenSecret(word, words[index - 1] ?? '')));
}

/** The value of a name (`API_KEY=…`), or what follows a flag (`--token …`) or a scheme (`Bearer …`). */
function isGivenSecret(word: string, before: string): boolean {
  const equals = word.indexOf('=');
  if (equals > 0) return equals < word.length - 1 && namesSecret(word.slice(0, equals));
  return SCHEME.test(before) || (before.startsWith('-') && !before.includes('=') && namesSecret(before) && !word.startsWith('-'));
}

/** Whether a value may stand in a definition for everyone to see. */
export type Harmless = (name: string, value: string) => boolean;

/** Of a person's own file: in doubt a value is a secret. */
export const harmlessInOwnFile: Harmless = (name, value) => {
  if (SWITCH.test(value)) return true;
  if (namesSecret(name) || looksSecret(value)) return false;
  return NUMBER.test(value) || PLAIN_NAME.test(wordsOf(name).join('_'));
};

/** Of what was published: in doubt a value is none. */
export const harmlessWhenPublished: Harmless = (name, value) => SWITCH.test(value) || !(namesSecret(name) || looksSecret(value));

/** Whether a value only says what should stand there: `<your token>`, `YOUR_API_KEY`, `xxx`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.trim()) && !looksSecret(value.trim());
}

function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return spaced.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');
}
