import { isPlainObject, type JsonObject } from '../../../model/json';

/** Of a result that says it is an error: what comes later is details, or somebody's data. */
const READ = 1_000;
/** Longest text that can be an error though the result does not say so. */
const SHORT = 400;

/** How texts begin that are errors, and JSON that tells of one. */
const BEGINS_LIKE_AN_ERROR = /^\W{0,3}(?:[\w-]+ ){0,6}?(?:\w*(?:error|failed|failure|unauthori[sz]ed|unauthenticated|invalid|expired|denied|authentication)\w*|unable|could not|http 401|401)\b/i;
const JSON_OF_AN_ERROR = /^\{(?!.{0,80}"(?:ok|success)"\s{0,2}:\s{0,2}true).{0,80}"(?:error|errors|err|ok|success|status|code|message)"/is;

/** Tokens that are no credentials, and those of languages. */
const OTHER_TOKENS = /(?:page|paging|sync|delta|next|cursor|continuation|csrf|xsrf|captcha|device|invit\w+|verification|confirmation|reset|upload|push|registration)[ _-]?token|\b(?:unexpected|illegal)\b|\bpars(?:e|er|ing)\b|\bsyntax|\bjson\b|\byaml\b/i;

/** Reading somebody else's page may be refused, too. */
const OTHER_PLACE = /^\W{0,3}(?:error\W{1,3})?fail(?:ed|ure) to fetch\b/i;

const TOKEN = '(?:api|access|auth\\w*|bearer|oauth2?|refresh|integration|session|security|jwt|bot)[ _-]?(?:token|key|secret|credentials?)';
const BAD = '(?:invalid|incorrect|wrong|expired|revoked)';

const REFUSALS = [
  // the status, where it is one
  /\b(?:http|status|status[ _]?code)\b["'\s:=(]{1,4}401\b/i,
  /\berror\b["'\s:=(]{1,4}401\b(?! [a-z])/i,
  /\b401\b[\s:,("'{-]{1,4}(?:unauthori[sz]ed|client error|bad credentials|invalid|authentication)/i,
  // credentials by their names
  /\bbad credentials\b/i,
  new RegExp(`\\b${BAD}(?:,? (?:or|and) \\w+)? ${TOKEN}\\b`, 'i'),
  new RegExp(`\\b${TOKEN}\\b(?: (?:provided|you provided|used))?(?: (?:is|are|was|were|has|have|been|may be|might be)){1,3} (?:not valid|no longer valid|${BAD})`, 'i'),
  new RegExp(`\\b${TOKEN} (?:required|not found|missing|${BAD})\\b`, 'i'),
  /\binvalid authentication credentials\b|\bcredentials (?:were|was|are) not provided\b|\bcredentials (?:were|are) (?:invalid|rejected|not accepted)\b|\blifetime validation failed\b/i,
  /\btoken (?:has been|was|has) (?:expired|revoked)\b|\btoken (?:may be|might be) (?:expired|invalid)\b|\btoken (?:was )?revoked\b/i,
  // codes
  /\b(?:invalid_auth|not_authed|account_inactive|token_(?:expired|revoked|invalid)|invalid_(?:token|grant|api_key|credentials|access_token)|expired_(?:access_)?token|mwoauth-invalid-authorization)\b/i,
  /\b(?:ExpiredToken(?:Exception)?|InvalidClientTokenId|UnrecognizedClientException|InvalidAuthenticationToken|INVALID_SESSION_ID|EXPIRED_AUTHENTICATION|AuthenticationError|UNAUTHENTICATED)\b/,
  /"(?:code|error|errorcode|message|type|status|title)"\s{0,2}:\s{0,2}"(?:unauthori[sz]ed|unauthenticated)"/i,
  // in words
  /^\W{0,3}(?:(?:error|mcp error|api error)\W{1,3})?unauthori[sz]ed(?:[.:,!]|\W{0,3}$)/i,
  /\bnot (?:authenticated|logged in|signed in)\b|\b(?:requires|must be|could not be|failed to be) authenticat(?:ion|ed)\b|\bunauthenticated\b/i,
  /\bauthentication (?:is )?(?:required|failed|failure|error|has expired|expired)\b|\b(?:failed to|could not|unable to) authenticate\b/i,
  /\bre-?(?:authenticate|authori[sz]e)\b|\b(?:log|sign) ?in again\b|\bplease (?:log|sign) ?in\b|\bsession (?:has )?expired\b/i,
];

/** Words that mean credentials only where nothing else is called a token. */
const LOOSE_REFUSALS = /\binvalid token\b(?! (?:in|at|near|on|for|while)\b)|\btoken (?:is )?(?:invalid|expired)\b(?! (?:in|at|near|on|for|while)\b)|\bexpired token\b/i;

/**
 * Whether the result of a tool hides that its server did not accept the credentials. Rather misses one than takes something else for it: only what says
 * it is an error is looked at, or is nothing but the short text of one.
 */
export function suspectsCredentials(result: JsonObject): boolean {
  const text = errorTextOf(result);
  if (text === null || OTHER_PLACE.test(text)) return false;
  return REFUSALS.some((refusal) => refusal.test(text)) || (LOOSE_REFUSALS.test(text) && !OTHER_TOKENS.test(text));
}

function errorTextOf({ isError, content, structuredContent }: JsonObject): string | null {
  const items = Array.isArray(content) ? content : [];
  const texts = items.flatMap((item) => (isPlainObject(item) && typeof item['text'] === 'string' ? [item['text']] : []));
  const long = texts.length < items.length || texts.reduce((length, each) => length + each.length, 0) > SHORT;
  if (isError !== true && long) return null;
  const text = texts.map((each) => each.slice(0, READ)).join('\n').trim();
  if (isError === true) return (text || JSON.stringify(structuredContent ?? '')).slice(0, READ);
  return BEGINS_LIKE_AN_ERROR.test(text) || JSON_OF_AN_ERROR.test(text) ? text : null;
}
