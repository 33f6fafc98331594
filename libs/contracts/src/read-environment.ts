import { MoorageError } from '@moorage/domain';
import { fieldsOf, type FieldRecord, type MessageClass } from './field';
import { messageFaults } from './validate-message';

/**
 * Reads environment variables into an env class: a class whose fields are named like the variables and carry `Field` decorators.
 * Texts become numbers and booleans as the field says; an empty text counts as absent; other variables are ignored.
 * Throws one `VALIDATION_ERROR` that names every wrong variable and never repeats a value.
 */
export function readEnvironment<T extends object>(type: MessageClass<T>, environment: Record<string, string | undefined>): T {
  const given = fieldsOf(type).flatMap((field) => {
    const text = environment[field.name]?.trim();
    return text ? [[field.name, coerced(text, field)] as const] : [];
  });
  const { instance, faults } = messageFaults(type, Object.fromEntries(given));
  if (faults.length === 0) return instance;
  const names = faults.map((fault) => fault.message).join('; ');
  throw new MoorageError('VALIDATION_ERROR', { message: `Environment: ${names}.`, details: { errors: faults.map((fault) => ({ ...fault })) } });
}

function coerced(text: string, field: FieldRecord): unknown {
  const { type } = field.schema;
  if (type === 'boolean') return ({ true: true, '1': true, on: true, false: false, '0': false, off: false } as Record<string, boolean>)[text.toLowerCase()] ?? text;
  return type === 'integer' || type === 'number' ? (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text) : text;
}
