/** What a client says about itself in CONNECT, as far as this broker acts on it. */
export interface ClientOptions {
  verbose: boolean;
  pedantic: boolean;
  /** Whether the client hears its own messages. */
  echo: boolean;
  headers: boolean;
  /** Whether the client wants to be told at once that nobody listens to its request. */
  noResponders: boolean;
  token: string;
}

/** Reads the options of CONNECT; `null` when they are not a JSON object or a member has the wrong type. */
export function readClientOptions(text: string): ClientOptions | null {
  const said = parse(text);
  if (!said) return null;
  const { verbose = false, pedantic = false, echo = true, headers = false, no_responders: noResponders = false, auth_token: token = '' } = said;
  const flags = [verbose, pedantic, echo, headers, noResponders];
  if (!flags.every((flag) => typeof flag === 'boolean') || typeof token !== 'string') return null;
  return { verbose, pedantic, echo, headers, noResponders, token } as ClientOptions;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
