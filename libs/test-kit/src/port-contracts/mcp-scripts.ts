import { Secret, type FailureCode, type McpTarget } from '@moorage/domain';
import { aTool } from '../builders';
import type { McpHarness, ScriptedFault, ScriptedServer } from './scripted-server';

/** How long clauses wait for a server that never answers. */
export const SILENCE_MS = 300;

/** Part of every credential that clauses send; must not show up anywhere. */
export const SECRET_TEXT = 's3cr3t-h4rb0ur';

/** What each fault is called over HTTP when no credentials are sent. */
const USUAL_FAILURES: Readonly<Record<ScriptedFault, FailureCode>> = {
  refused: 'CONNECTION_REFUSED',
  silent: 'RESPONSE_TIMEOUT',
  unauthorized: 'AUTHENTICATION_REQUIRED',
  no_tools: 'NO_TOOLS',
  duplicate_tools: 'DUPLICATE_TOOL_NAMES',
  endless_pages: 'ENDLESS_PAGES',
};

/** What each fault must be called by the port of a harness. */
export function expectedFailures({ failures }: Pick<McpHarness<unknown>, 'failures'>): [ScriptedFault, FailureCode][] {
  return Object.entries({ ...USUAL_FAILURES, ...failures }) as [ScriptedFault, FailureCode][];
}

/** What a server must be called that never answers. */
export function silenceOf(harness: Pick<McpHarness<unknown>, 'failures'>): FailureCode {
  return harness.failures?.silent ?? USUAL_FAILURES.silent;
}

export function aScriptedServer(overrides: Partial<ScriptedServer> = {}): ScriptedServer {
  return { serverName: 'scripted', serverVersion: '1.2.3', tools: [aTool(), aTool({ name: 'write_file' })], ...overrides };
}

/** The target with a credential in a header, in another header, and in the query of its address; or in the environment of its command. */
export function withCredentials(target: McpTarget): McpTarget {
  const secret = Secret.of(SECRET_TEXT);
  return {
    ...target,
    ...(target.command && { command: { ...target.command, env: { ...target.command.env, API_TOKEN: secret }, credentials: [secret] } }),
    url: target.url && Secret.of(`${target.url.reveal()}?key=${SECRET_TEXT}`),
    headers: { ...target.headers, authorization: Secret.of(`Bearer ${SECRET_TEXT}`), 'x-api-key': secret },
  };
}
