import type { FieldFault } from '../errors/moorage-error';
import type { JsonObject } from '../model/json';

/**
 * JSON Schema: draft-07 where `$schema` names draft-07 or draft-06, else 2020-12. Schemas may come from users: hostile ones are refused, never run for long, and fetch nothing; they may refer to
 * their own parts, and two with the same `$id` do not meet. Keywords and formats that nobody knows say nothing. Synchronous, so nothing is cancelled.
 */
export abstract class JsonSchemas {
  /**
   * All faults of `value` against `schema`, in order of the value; empty when it fits. Past a hundred, faults may be left out.
   * `field` is a path with dots (`paths.0`), prefixed with `root` when given, and names what is missing or not known itself; messages name
   * the field and the rule, never a value. A value that cannot be judged in time does not fit. `value` is not changed.
   * Throws `UNPROCESSABLE` when `schema` itself is unusable, see `check`.
   */
  abstract faults(schema: JsonObject, value: unknown, root?: string): FieldFault[];

  /**
   * Why `schema` cannot be used, or `null` when it can: not a valid schema, of another dialect, a reference that leaves it or never ends,
   * larger than 256 KiB, or deeper than 64 levels.
   */
  abstract check(schema: JsonObject): string | null;
}
