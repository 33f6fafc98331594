import { Secret, type FailureCode, type McpTarget } from '@moorage/domain';
import { aTool } from '../builders';
import type { ScriptedFault, ScriptedServer } from './scripted-server';

/** How long clauses wait for a server that never answers. */
export const SILENCE_MS = 300;

/** Part of every credential that clauses send; must not show up anywhere. */
export const SECRET_TEXT = 's3cr3t-h4rb0ur';

/** What each fault must be called when no credentials are sent. */
export const EXPECTED_FAILURES: ReadonlyMap<ScriptedFault, FailureCode> = new Map([
  ['refused', 'CONNECTION_REFUSED'],
  ['silent', 'RESPONSE_TIMEOUT'],
  ['unauthorized', 'AUTHENTICATION_REQUIRED'],
  ['no_tools', 'NO_TOOLS'],
  ['duplicate_tools', 'DUPLICATE_TOOL_NAMES'],
  ['endless_pages', 'ENDLESS_PAGES'],
]);

export function aScriptedServer(overrides: Partial<ScriptedServer> = {}): ScriptedServer {
  return { serverName: 'scripted', serverVersion: '1.2.3', tools: [aTool(), aTool({ name: 'write_file' })], ...overrides };
}

/** The target with a credential in a header, in another header, and in the query of its address. */
export function withCredentials(target: McpTarget): McpTarget {
  return {
    ...target,
    url: target.url && Secret.of(`${target.url.reveal()}?key=${SECRET_TEXT}`),
    headers: { ...target.headers, authorization: Secret.of(`Bearer ${SECRET_TEXT}`), 'x-api-key': Secret.of(SECRET_TEXT) },
  };
}
