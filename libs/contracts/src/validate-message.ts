import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { MoorageError, type FieldFault } from '@moorage/domain';
import { fieldsOf, type MessageClass } from './field';
import { fits } from './fits';

/** Deepest nesting of a request that is looked at. */
const MAX_DEPTH = 64;

/**
 * Turns a plain value into a checked instance of `type`.
 * Throws `VALIDATION_ERROR` with every fault by path; unknown fields are faults; values are never repeated.
 */
export function validateMessage<T extends object>(type: MessageClass<T>, plain: unknown): T {
  const faults = messageFaults(type, plain);
  if (faults.faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults.faults);
  return faults.instance;
}

/** As `validateMessage`, answering the faults instead of throwing them. */
export function messageFaults<T extends object>(type: MessageClass<T>, plain: unknown): { instance: T; faults: FieldFault[] } {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    return { instance: new type(), faults: [{ field: '', message: 'the body must be a JSON object', rule: 'object' }] };
  }
  if (depthOf(plain) > MAX_DEPTH) {
    return { instance: new type(), faults: [{ field: '', message: `the body is nested more than ${MAX_DEPTH} levels deep`, rule: 'depth' }] };
  }
  // class-validator takes a class without decorators for one it does not know.
  if (fieldsOf(type).length === 0) return { instance: new type(), faults: Object.keys(plain).map((name) => unknownField(name)) };
  const instance = instanceOf(type, plain);
  if (fits(type, instance)) return { instance, faults: [] };
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  return { instance, faults: errors.flatMap((error) => faultsOf(error, '', type, plain as Record<string, unknown>)) };
}

/** Members that mean something to JavaScript itself: class-transformer leaves them out, too. */
const RESERVED = new Set(['__proto__', 'constructor']);

/** class-transformer is needed only where fields hold instances of other classes; elsewhere a copy is as good and much cheaper. */
function instanceOf<T extends object>(type: MessageClass<T>, plain: object): T {
  if (fieldsOf(type).some((field) => field.nested)) return plainToInstance(type, plain);
  const instance = new type() as Record<string, unknown>;
  for (const [name, value] of Object.entries(plain)) if (!RESERVED.has(name)) instance[name] = value;
  return instance as T;
}

function faultsOf(error: ValidationError, parent: string, type: MessageClass | undefined, plain: unknown): FieldFault[] {
  const record = type && fieldsOf(type).find((field) => field.name === error.property);
  const name = parent && !record?.wireName ? error.property : (record?.wireName ?? error.property);
  const field = parent ? `${parent}.${name}` : name;
  const value = (plain as Record<string, unknown> | null | undefined)?.[error.property];
  const own = Object.entries(error.constraints ?? {});
  if (own.some(([rule]) => rule === 'whitelistValidation')) {
    return [unknownField(field)];
  }
  if (own.length > 0 && (value === undefined || value === null)) return [{ field, message: `${field} is required`, rule: 'required' }];
  // A wrong type explains all that follows from it.
  const worst = own.find(([rule]) => rule.startsWith('is')) ?? own[0];
  const mine = worst ? [{ field, message: worst[1].replace(error.property, field), rule: worst[0] }] : [];
  const nested = /^\d+$/.test(error.property) ? type : record?.nested?.();
  return [...mine, ...(error.children ?? []).flatMap((child) => faultsOf(child, field, nested, value))];
}

function unknownField(field: string): FieldFault {
  return { field, message: `${field} is not a field of this request`, rule: 'unknown' };
}

function depthOf(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > MAX_DEPTH) return level;
  return Object.values(value).reduce<number>((deepest, inner) => Math.max(deepest, depthOf(inner, level + 1)), level);
}
