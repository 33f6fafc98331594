import type { JsonObject } from '../../../model/json';
import { suspectsCredentials } from './suspects-credentials';

const saying = (text: string): JsonObject => ({ content: [{ type: 'text', text }] });
const failing = (text: string): JsonObject => ({ ...saying(text), isError: true });

/** As servers, or the services behind them, say it. */
const REFUSALS: [string, string][] = [
  ['GitHub', 'failed to list issues: GET https://api.github.com/repos/acme/backend/issues?state=all: 401 Bad credentials []'],
  ['GitHub, first server', 'Authentication Failed: Bad credentials'],
  ['GitHub through others', 'Error: GitHub API error: 401'],
  ['Todoist', 'Todoist API request failed (HTTP 401). Try next: Verify your API token and access permissions, then retry.'],
  ['Todoist, in short', 'HTTP 401: Unauthorized'],
  ['Jira', 'Authentication failed for Jira API (403). Token may be expired or invalid. Please verify credentials.'],
  ['Jira, of its users', 'Unable to get current user account ID: Failed to get user data: HTTP 401'],
  ['Notion', '{"status":"error","object":"error","status":401,"code":"unauthorized","message":"API token is invalid."}'],
  ['Slack', '{"ok":false,"error":"invalid_auth"}'],
  ['Slack, after a while', '{"ok":false,"error":"token_revoked"}'],
  ['ClickUp', '{"err":"Token invalid","ECODE":"OAUTH_025"}'],
  ['ClickUp through others', 'Error: Request failed with status code 401'],
  ['Linear', 'Authentication required, not authenticated'],
  ['Figma', '{"status":403,"err":"Invalid token"}'],
  ['Sentry', 'API error (401): {"detail":"Authentication credentials were not provided."}'],
  ['GitLab', '401 Unauthorized'],
  ['GitLab, OAuth', '{"error":"invalid_token","error_description":"Token was revoked. You have to re-authorize from the user."}'],
  ['Google', 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.'],
  ['Google, refreshing', 'invalid_grant: Token has been expired or revoked.'],
  ['Google, gRPC', '16 UNAUTHENTICATED: Request is missing required authentication credential.'],
  ['Microsoft', 'InvalidAuthenticationToken: Access token has expired or is not yet valid.'],
  ['Microsoft, in words', 'Lifetime validation failed, the token is expired.'],
  ['Stripe', 'Invalid API Key provided: sk_test_***'],
  ['Salesforce', 'INVALID_SESSION_ID: Session expired or invalid'],
  ['AWS', 'An error occurred (ExpiredToken) when calling the ListBuckets operation: The security token included in the request is expired'],
  ['Supabase', 'Unauthorized. Please provide a valid access token to the MCP server via the --access-token flag.'],
  ['MediaWiki', '{"category":"upstream_failure","message":"Failed to retrieve search data: mwoauth-invalid-authorization: The authorization headers in your request are not valid: Invalid access token"}'],
  ['Python', "HTTPError: 401 Client Error: Unauthorized for url: https://api.example.com/v1/me"],
  ['Lucid', '{"error":"unauthorized","error_description":"Invalid or expired access token"}'],
  ['PostgreSQL', 'error: password authentication failed for user "ada"'],
  ['somebody in words', 'Error: You are not logged in. Please sign in again.'],
];

const HARMLESS_ERRORS: [string, string][] = [
  ['something that is not there', 'Error: issue #401 was not found'],
  ['a number that is no status', 'Error: 401 tasks could not be archived'],
  ['an id that holds the number', 'out of prefix: client-401-fixture may not write here'],
  ['a namespace', 'unauthorized namespace: docs/private'],
  ['a parser', "SyntaxError: Invalid or unexpected token '}' in JSON at position 17"],
  ['a token of a document', 'invalid token in document at line 3'],
  ['a page that is over', 'Invalid page token: token expired'],
  ['a sync that starts anew', 'Sync token is invalid, a full sync is required.'],
  ['a form', 'CSRF token invalid'],
  ['a thing that may not be done', '{"error":"Request failed: 403 Forbidden"}'],
  ['a thing that this token may not do', 'Resource not accessible by personal access token'],
  ['a file', 'EACCES: permission denied, open /etc/shadow'],
  ['a user who may not', 'You are not authorized to delete this page.'],
  ['a limit', 'API rate limit exceeded. Request failed with status code 429'],
  ['too many words', 'This model has a maximum of 4097 tokens, the prompt has 4401 tokens.'],
  ['a page somewhere else', 'Failed to fetch https://example.com/private - status code 401'],
  ['a fault of the server', 'Internal error: HTTP 500'],
  ['arguments', 'Invalid arguments: token is required'],
  ['nothing', ''],
];

const HARMLESS_RESULTS: [string, string][] = [
  ['a list of issues', 'Found 2 issues:\n#1 Login fails with 401 Unauthorized\n#2 Token expired too early'],
  ['a document', `How to handle errors\n\nWhen the API answers 401 Unauthorized, the access token has expired: re-authenticate. ${'More words. '.repeat(60)}`],
  ['the source of a program', 'if (status === 401) throw new AuthenticationError("Invalid API key");'],
  ['a message of a person', 'Ada: I get "invalid_auth" from Slack, can you look?'],
  ['a log', '2026-11-21 09:30 INFO 401 Unauthorized from 10.0.0.1'],
  ['a search without a result', 'No results for "authentication failed".'],
  ['data', '{"items":[{"title":"401 Unauthorized"}]}'],
  ['a success', '{"ok":true,"message":{"text":"token_expired is what it says"}}'],
];

it.each(REFUSALS)('sees the refusal of %s where the result says it is an error', (_who, text) => {
  expect(suspectsCredentials(failing(text))).toBe(true);
});

it.each(REFUSALS)('sees the refusal of %s also where the result does not say so, if it is nothing else', (_who, text) => {
  expect(suspectsCredentials(saying(text))).toBe(true);
});

it.each(HARMLESS_ERRORS)('takes no error about %s for one', (_what, text) => {
  expect([suspectsCredentials(failing(text)), suspectsCredentials(saying(text))]).toEqual([false, false]);
});

it.each(HARMLESS_RESULTS)('takes nothing out of %s for one', (_what, text) => {
  expect(suspectsCredentials(saying(text))).toBe(false);
});

it('reads an error that is only structured', () => {
  expect(suspectsCredentials({ isError: true, content: [], structuredContent: { status: 401, code: 'unauthorized' } })).toBe(true);
});

it('takes no result with a picture for an error', () => {
  const { content } = saying('Error: 401 Unauthorized');
  expect(suspectsCredentials({ content: [...(content as JsonObject[]), { type: 'image', data: '', mimeType: 'image/png' }] })).toBe(false);
});

it.each<[string, JsonObject]>([['nothing', {}], ['content that is none', { content: 'Error: 401 Unauthorized' }], ['items that are none', { content: [null, 1, 'x'], isError: true }]])('copes with %s', (_what, result) => {
  expect(suspectsCredentials(result)).toBe(false);
});

it('is quick about long and strange texts', () => {
  const texts = ['a '.repeat(500_000), '{"'.repeat(500_000), 'error '.repeat(200_000), `${' '.repeat(500_000)}401`, 'invalid '.repeat(100_000)];
  const started = performance.now();
  for (const text of texts) for (const result of [failing(text), saying(text)]) suspectsCredentials(result);
  expect(performance.now() - started).toBeLessThan(500);
});
