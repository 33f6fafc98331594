/** Names, written without case and separators, that a credential hides behind. */
const CREDENTIAL_NAME = /authorization|apikey|token|passw|passphrase|secret|credential|cookie|privatekey/;

const GONE = '[redacted]';

/** Shorter texts hold no secret of a form that we know. */
const SHORTEST = 12;

/** Forms that secrets have wherever they stand, each with what may stay of it. Repeats are bounded, so a long text costs no more than its length. */
const FORMS: [RegExp, string][] = [
  // Keys of ours and of the vendors whose keys begin with a word of their own.
  [/mrg_[A-Za-z0-9]{8,}/g, `mrg_${GONE}`],
  [/(?<![A-Za-z0-9])(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|lin_api_|ntn_)[\w-]{16,}/g, `$1${GONE}`],
  [/(?<![\w-])eyJ[\w-]{6,}(?:\.[\w-]*){2,4}/g, GONE],
  // Not the word that follows "bearer" in a sentence.
  [/(Bearer|Basic)(\s{1,4})(?=[a-z._~+/-]{0,40}\d|[\w.~+/-]{20})[\w.~+/-]{8,}={0,2}/gi, `$1$2${GONE}`],
  // scheme://user:password@host; a password may hold what should have been escaped.
  [/(:\/\/)(?:[^\s/?#@:"']{0,256}:(?!\d{1,5}(?:[/?#\s"']|$))[^\s"']{1,256}|[^\s/?#@"']{1,256})@/g, `$1${GONE}@`],
  [/([?&;][\w-]{0,32}(?:token|key|secret|passw|signature|code)[\w-]{0,32}=)[^\s&#"']{1,4096}/gi, `$1${GONE}`],
];

/** Some text of each form; most lines hold none, and one look is all they cost. */
const SUSPECT = /mrg_|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|lin_api_|ntn_|eyJ|bearer|basic|:\/\/|[?&;][\w-]{0,64}=/i;

/** A text without the secrets that can be told by their form: keys, bearer tokens, JWTs, passwords and keys in addresses. */
export function redactText(text: string): string {
  if (text.length < SHORTEST || !SUSPECT.test(text)) return text;
  return FORMS.reduce((cleaned, [form, rest]) => cleaned.replace(form, rest), text);
}

const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1_000;

/** Whether a field of this name holds a credential, as far as a name can tell. */
export function namesCredential(name: string): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const verdict = CREDENTIAL_NAME.test(name.toLowerCase().replace(/[^a-z]/g, ''));
  if (verdicts.size < MAX_VERDICTS && name.length < 100) verdicts.set(name, verdict);
  return verdict;
}
