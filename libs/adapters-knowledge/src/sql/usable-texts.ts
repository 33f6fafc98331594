import { ActorFailed } from '../native/actor-failed';

/** Refuses texts with NUL: in the protocols of databases it ends a text, and what follows would be taken for something else. */
export function assertUsableTexts(texts: Record<string, string | undefined>): void {
  for (const [what, text] of Object.entries(texts)) {
    if (text?.includes('\0')) throw ActorFailed.of('VALUE_NOT_USABLE', { what, why: 'it contains the character NUL' });
  }
}

/** What is said of parameters for a JDBC driver, which is not used here; `null` when there are none. */
export function warningOfJdbcParameters(parameters = ''): string | null {
  const names = parameters.split('&').map((each) => each.split('=')[0]?.trim()).filter(Boolean);
  return names.length > 0 ? `jdbc_url_params has no effect here: ${names.join(', ').slice(0, 200)}.` : null;
}
