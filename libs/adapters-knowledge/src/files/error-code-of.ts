/** What the system calls an error, such as `ENOENT`; empty for others. Errors of Node are no instances of `Error` in every context. */
export function errorCodeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Whether the system says that we may not. */
export function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errorCodeOf(error));
}
