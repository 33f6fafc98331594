import type { FieldFault } from '../errors/moorage-error';
import type { JsonObject } from '../model/json';

/** JSON Schema 2020-12. Schemas may come from users: hostile ones are refused, never run for long, and fetch nothing. */
export abstract class JsonSchemas {
  /**
   * All faults of `value` against `schema`, in order of the value; empty when it fits. `field` is a path with dots
   * (`paths.0`), prefixed with `root` when given; messages name the field and the rule, never a value.
   * Rejects with `UNPROCESSABLE` when `schema` itself is unusable, see `check`.
   */
  abstract faults(schema: JsonObject, value: unknown, root?: string): FieldFault[];

  /**
   * Why `schema` cannot be used, or `null` when it can: not a valid schema, a remote `$ref`, larger than 256 KiB,
   * or deeper than 64 levels.
   */
  abstract check(schema: JsonObject): string | null;
}
