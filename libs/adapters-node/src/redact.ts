/** Names, written without case and separators, that a credential hides behind. */
const CREDENTIAL_NAME = /authorization|apikey|token|passw|passphrase|secret|credential|cookie|privatekey/;
/** Deeper than anything we log on purpose; also ends circles. */
const MAX_DEPTH = 16;

/**
 * A copy of `value` in which every text or structure under a name that looks like a credential's is replaced.
 * Numbers and booleans stay (`tokenCount: 3`): they give nothing away and are often what one looks for.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if ('toJSON' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mustGo(name, inner) ? '[redacted]' : redact(inner, depth + 1)]));
}

function mustGo(name: string, value: unknown): boolean {
  const telling = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return telling && CREDENTIAL_NAME.test(name.toLowerCase().replace(/[^a-z]/g, ''));
}
