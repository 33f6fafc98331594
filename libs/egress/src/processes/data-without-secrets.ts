import { withoutSecrets } from './redacted';

/** Shorter secrets of letters alone may be the name of a table by chance. */
const ODD_LENGTH = 8;
const LONG_LENGTH = 20;

/** Data of someone else without the known secrets, in names and values alike. Secrets that might be ordinary names stay: without those names, the data would be of no use. */
export function dataWithoutSecrets<T>(data: T, secrets: string[]): T {
  const known = secrets.filter(isUnmistakable);
  const text = JSON.stringify(data);
  return withoutSecrets(text, known) === text ? data : (cleaned(data, known) as T);
}

function isUnmistakable(secret: string): boolean {
  return secret.length >= LONG_LENGTH || (secret.length >= ODD_LENGTH && /[^a-z_]/i.test(secret));
}

function cleaned(data: unknown, secrets: string[]): unknown {
  if (typeof data === 'string') return withoutSecrets(data, secrets);
  if (Array.isArray(data)) return data.map((each) => cleaned(each, secrets));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [withoutSecrets(name, secrets), cleaned(value, secrets)]));
}
