import { createHash } from 'node:crypto';
import Ajv, { type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { canonicalJson, JsonSchemas, MoorageError, type FieldFault, type JsonObject } from '@moorage/domain';
import { boundedRun, OUT_OF_TIME } from './bounded-run';
import { isSmall, runsBriefly } from './runs-briefly';
import { schemaFaults } from './schema-faults';
import { dialectOf, limitBroken, type Dialect } from './schema-limits';

/** A schema ready for use, or why it is not. `brief`: no stop watch is needed for small values. */
type Compiled = { validate: ValidateFunction; brief: boolean } | { refusal: string };

/** Not remembered: on a machine that has less to do, the same schema may be read in time. */
const TOO_LONG: Compiled = { refusal: 'it takes too long to read' };

const COMPILE_MS = 500;
const VALIDATE_MS = 100;
const MAX_FAULTS = 100;
const MAX_KEPT = 200;

/** `ownProperties`: an inherited `constructor` does not count as given. `verbose`: an error knows its schema. No logger: what Ajv would say quotes the schema. */
const OPTIONS = { strict: false, allErrors: true, ownProperties: true, verbose: true, logger: false } as const;

const DIALECTS = { '2020-12': Ajv2020, 'draft-07': Ajv } as const;

/** Tried on every new schema: one that refers to itself without end fails on some kind of value at once. */
const SAMPLES = [{}, [], '', 0, true, null];

/**
 * JSON Schema by Ajv. Both compiling and checking run against a stop watch: that bounds backtracking patterns and
 * references that multiply alike, so neither has to be guessed from the schema's looks; only small values go without it, where the schema plainly cannot make work. A value that cannot be judged
 * in time does not fit, and the fault says so. At most a hundred faults are told.
 */
export class AjvJsonSchemas implements JsonSchemas {
  /** By digest of the canonical text, least recently used first. */
  readonly #compiled = new Map<string, Compiled>();
  /** The same objects again, as specs of native connectors are: they need no digest. Schemas do not change. */
  readonly #seen = new WeakMap<JsonObject, Compiled>();
  readonly #metaSchemas = { '2020-12': warmMetaSchema('2020-12'), 'draft-07': warmMetaSchema('draft-07') };

  faults(schema: JsonObject, value: unknown, root = ''): FieldFault[] {
    const compiled = this.#compile(schema);
    if ('refusal' in compiled) throw new MoorageError('UNPROCESSABLE', { message: `The schema cannot be used: ${compiled.refusal}.` });
    const { validate, brief } = compiled;
    const fits = brief && isSmall(value) ? validate(value) === true : judge(validate, value);
    if (fits === null) return [{ field: root, message: `${root || 'the value'} takes too long to check against its schema`, rule: 'time' }];
    return fits ? [] : schemaFaults((validate.errors ?? []).slice(0, MAX_FAULTS), value, root);
  }

  check(schema: JsonObject): string | null {
    const compiled = this.#compile(schema);
    return 'refusal' in compiled ? compiled.refusal : null;
  }

  #compile(schema: JsonObject): Compiled {
    const compiled = this.#seen.get(schema) ?? this.#compileUnlessKept(schema);
    if (compiled !== TOO_LONG) this.#seen.set(schema, compiled);
    return compiled;
  }

  #compileUnlessKept(schema: JsonObject): Compiled {
    const refusal = limitBroken(schema);
    if (refusal !== null) return { refusal };
    const key = createHash('sha256').update(canonicalJson(schema)).digest('base64');
    const compiled = this.#compiled.get(key) ?? this.#compileAnew(schema, dialectOf(schema) ?? '2020-12');
    if (compiled !== TOO_LONG) this.#keep(key, compiled);
    return compiled;
  }

  #compileAnew({ $schema: _dialect, ...schema }: JsonObject, dialect: Dialect): Compiled {
    const metaSchema = this.#metaSchemas[dialect];
    const compiled = boundedRun(COMPILE_MS, (): Compiled => {
      try {
        if (metaSchema.validateSchema(schema) !== true) return { refusal: metaFault(metaSchema, dialect) };
        const validate = ownAjv(dialect).compile(schema);
        for (const sample of SAMPLES) validate(sample);
        return { validate, brief: runsBriefly(schema) };
      } catch (error) {
        return { refusal: refusalOf(error) };
      }
    });
    return compiled === OUT_OF_TIME ? TOO_LONG : compiled;
  }

  #keep(key: string, compiled: Compiled): void {
    this.#compiled.delete(key);
    this.#compiled.set(key, compiled);
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size > MAX_KEPT && oldest !== undefined) this.#compiled.delete(oldest);
  }
}

/** Compiles the meta-schema now: the stop watch must not be able to stop that half-way. */
function warmMetaSchema(dialect: Dialect): Ajv {
  const ajv = new DIALECTS[dialect]({ ...OPTIONS, allErrors: false });
  void ajv.validateSchema({});
  return ajv;
}

/** One for each schema: within a shared one, schemas of different people could claim and overwrite each other's `$id`. */
function ownAjv(dialect: Dialect): Ajv {
  const ajv = new DIALECTS[dialect]({ ...OPTIONS, meta: false, validateSchema: false, code: { regExp } });
  addFormats(ajv);
  return ajv;
}

/** A pattern as JSON Schema means it, or else as most programs take it, which let any character be escaped: `\d{4}\-\d{2}`. */
const regExp = Object.assign(
  (pattern: string, flags: string): RegExp => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: 'new RegExp' },
);

/** Whether the value fits; `null` when time or stack ran out before that was known. */
function judge(validate: ValidateFunction, value: unknown): boolean | null {
  try {
    const fits = boundedRun(VALIDATE_MS, () => validate(value));
    return fits === OUT_OF_TIME ? null : fits;
  } catch {
    return null;
  }
}

function metaFault({ errors }: Ajv, dialect: Dialect): string {
  const { instancePath = '', message = 'it is not valid' } = errors?.[0] ?? {};
  return `it is not valid JSON Schema ${dialect}: ${instancePath || 'the schema'} ${message}`.slice(0, 300);
}

function refusalOf(error: unknown): string {
  if (error instanceof Error && 'missingRef' in error) return `it refers to ${JSON.stringify(String(error.missingRef).slice(0, 120))}, which is not part of it; nothing is fetched`;
  if (error instanceof RangeError) return 'it refers to itself without end';
  const words = error instanceof Error ? error.message : 'unknown fault';
  return `it cannot be compiled: ${words}`.slice(0, 300);
}
