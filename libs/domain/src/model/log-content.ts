import { namesCredential, redactText } from './redaction';

/** Characters of texts and names on one line; with everything around them, and written as JSON, a line stays below eight times that. */
const MAX_CHARACTERS = 8_000;
/** No secret that we know by its form is longer, so what is cut beyond it cannot be half of one. */
const LONGEST_SECRET = 4_500;
/** Deeper than anything we log on purpose; also ends circles. */
const MAX_DEPTH = 16;
const MAX_CAUSES = 5;

/** What may stand on one log line: copies without secrets, cut where the line would become too long. For a single line; never throws. */
export class LogContent {
  #left = MAX_CHARACTERS;

  text(text: string): string {
    const clean = text.length <= this.#left ? redactText(text) : this.#cut(text);
    this.#left -= clean.length;
    return clean;
  }

  /** Texts and structures under a name that looks like a credential's are replaced. Numbers and booleans stay: they give nothing away. */
  value(value: unknown, depth = 0): unknown {
    try {
      if (typeof value === 'string') return this.text(value);
      if (typeof value === 'bigint' || typeof value === 'symbol') return this.text(String(value));
      if (typeof value !== 'object' || value === null) return value;
      if (depth > MAX_DEPTH) return '[too deep]';
      return this.#structure(value, depth);
    } catch {
      return '[unreadable]';
    }
  }

  /** Name, text, code and stack of an error and its causes. Other members stay out: drivers keep queries and parameters there. */
  error(error: unknown, depth = 0): unknown {
    if (!(error instanceof Error)) return this.value(error);
    try {
      const code = 'code' in error && typeof error.code === 'string' ? { code: this.text(error.code) } : {};
      const cause = error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: this.error(error.cause, depth + 1) };
      return { name: this.text(error.name), message: this.text(error.message), ...code, stack: this.text(error.stack ?? ''), ...cause };
    } catch {
      return '[unreadable]';
    }
  }

  #structure(value: object, depth: number): unknown {
    if (value instanceof Error) return this.error(value);
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.value(value.toJSON(), depth + 1);
    if (Array.isArray(value)) return value.slice(0, Math.max(this.#left, 1)).map((item) => this.#member(item, depth));
    return Object.fromEntries(Object.entries(value).slice(0, Math.max(this.#left, 1)).map(([name, inner]) => this.#entry(name, inner, depth)));
  }

  #entry(name: string, inner: unknown, depth: number): [string, unknown] {
    const telling = typeof inner === 'string' || (typeof inner === 'object' && inner !== null);
    return [name.length > 100 ? this.text(name) : name, telling && namesCredential(name) ? '[redacted]' : this.#member(inner, depth, name.length)];
  }

  /** Counts what stands around a value, too, so that many small ones come to an end. */
  #member(inner: unknown, depth: number, length = 0): unknown {
    this.#left -= length + 4;
    return this.#left <= 0 ? '[cut]' : this.value(inner, depth + 1);
  }

  /** Cleaned first: of a secret that is cut in two, the form would be lost. */
  #cut(text: string): string {
    const clean = redactText(text.slice(0, this.#left + LONGEST_SECRET));
    const kept = Math.max(0, Math.min(this.#left, clean.length - LONGEST_SECRET));
    return `${clean.slice(0, kept)}… [${text.length - kept} characters cut]`;
  }
}
