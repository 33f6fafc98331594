/** Levels of log messages, the most talkative first. */
export const LOG_LEVELS: readonly unknown[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Whether a message of `level` is for somebody who asked for `wanted` and worse. */
export function isWanted(level: unknown, wanted: unknown): boolean {
  return LOG_LEVELS.includes(wanted) && LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(wanted);
}
