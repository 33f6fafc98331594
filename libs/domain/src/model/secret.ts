/**
 * A value that must not be seen: a credential in the clear. It cannot be logged, printed or serialised by accident;
 * `reveal()` is the only way to the text, and it stands only where a request leaves or a cipher starts.
 */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  static of(value: string): Secret {
    return new Secret(value);
  }

  /** The text itself. Every use of this method is a place to review. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  /** What Node's `util.inspect` and `console.log` show. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
