const RUNNER = /^(npx|bunx|pnpx)(\.cmd)?$/i;
const BRIDGE = /^mcp-remote(@[\w.^~-]+)?$/;
/** Flags of the bridge that take a value, and of these the ones that matter here. */
const VALUED = new Set(['--header', '--transport', '--host', '--auth-timeout', '--static-oauth-client-metadata', '--static-oauth-client-info', '--resource', '--ignore-tool', '--protocol']);

/** Limits on what variables could make grow without end. */
const MAX_WORDS = 200;
const MAX_VALUE = 10_000;
const MAX_VARIABLES = 10;

/**
 * `npx mcp-remote <address>` is how clients that only run commands reach a web server. Here nothing has to be bridged:
 * the server it stands for, or `null` when it is something else.
 */
export function bridgedServer(server: Record<string, unknown>): Record<string, unknown> | null {
  const { command, args } = server;
  if (typeof command !== 'string' || !RUNNER.test(command) || !Array.isArray(args)) return null;
  const words = args.slice(0, MAX_WORDS).map(String);
  const start = words.findIndex((word) => !word.startsWith('-'));
  if (start < 0 || !BRIDGE.test(words[start] ?? '')) return null;
  const { url, headers, transport } = settingsOf(words.slice(start + 1), variablesOf(server.env));
  const { command: _command, args: _args, env: _env, envFile: _envFile, type: _type, transport: _transport, cwd: _cwd, ...rest } = server;
  return url === undefined ? null : { ...rest, type: /^sse-only$/.test(transport ?? '') ? 'sse' : 'http', url, headers };
}

function settingsOf(words: string[], variables: Record<string, string>) {
  const headers: Record<string, string> = {};
  let url: string | undefined;
  let transport: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = filled(words[at] ?? '', variables);
    const value = VALUED.has(word) ? filled(words[(at += 1)] ?? '', variables) : '';
    if (word === '--transport') transport = value;
    else if (word === '--header') addHeader(headers, value);
    else if (!word.startsWith('-')) url ??= word;
  }
  return { url, headers, transport };
}

function addHeader(headers: Record<string, string>, text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) headers[text.slice(0, colon).trim()] = text.slice(colon + 1).trim();
}

/** The bridge knows the variables of its own environment. */
function filled(text: string, variables: Record<string, string>): string {
  if (text.length > MAX_VALUE) return text;
  const parts = text.split(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/);
  return parts.length > 2 * MAX_VARIABLES + 1 ? text : parts.map((part, index) => (index % 2 === 0 ? part : Object.hasOwn(variables, part) ? (variables[part] ?? '') : `\${${part}}`)).join('');
}

function variablesOf(env: unknown): Record<string, string> {
  const entries = typeof env === 'object' && env !== null ? Object.entries(env) : [];
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' && value.length <= MAX_VALUE ? [[name, value]] : [])));
}
