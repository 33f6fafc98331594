import { runInNewContext } from 'node:vm';
import { errorCodeOf } from '../../files/error-code-of';
import { ActorFailed } from '../../native/actor-failed';

/** Far more than an honest expression takes for the names of one answer. */
const MAX_MS = 250;

/**
 * Those of the names that a regular expression matches. Throws `VALUE_NOT_USABLE` for one that is none, and for one that goes on and on: in a
 * context of its own it can be stopped, and it sees nothing of ours there.
 */
export function matching(names: string[], pattern: string): string[] {
  try {
    const text = runInNewContext('const expression = new RegExp(pattern); JSON.stringify(JSON.parse(names).filter((name) => expression.test(name)))', { names: JSON.stringify(names), pattern }, { timeout: MAX_MS }) as string;
    return JSON.parse(text) as string[];
  } catch (cause) {
    throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'file_pattern', why: isLate(cause) ? 'it takes too long to match' : 'it is not a regular expression' }, { cause });
  }
}

function isLate(error: unknown): boolean {
  return errorCodeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
