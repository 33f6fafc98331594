import type { FieldFault } from '../../errors/moorage-error';

/** Bytes of JSON text. A page of a hundred of the largest has to fit into one message of 8 MiB. */
export const SIZE_LIMITS = { configuration: 48 * 1024, metadata: 16 * 1024, tools: 8 * 1024, definition: 64 * 1024 } as const;

/** A fault when the JSON text of `value` is longer than `bytes`. */
export function sizeFaults(field: string, value: unknown, bytes: number): FieldFault[] {
  const size = new TextEncoder().encode(JSON.stringify(value)).length;
  return size <= bytes ? [] : [{ field, message: `${field} must be at most ${bytes / 1024} KiB of JSON`, rule: 'size' }];
}
