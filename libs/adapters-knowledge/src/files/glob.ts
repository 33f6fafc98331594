import { ActorFailed } from '../native/actor-failed';

/** How many patterns the braces of one glob may stand for. */
const MAX_ALTERNATIVES = 100;

/**
 * A pattern for paths: `?` is a character, `*` any number of them within a folder, `**` any number of folders, `{a,b}` one of both.
 * Matching takes time that grows with pattern times path and no faster, whatever somebody enters.
 */
export class Glob {
  private constructor(private readonly alternatives: string[][]) {}

  /** Throws `VALUE_NOT_USABLE` when its braces stand for too much. */
  static parse(pattern: string): Glob {
    return new Glob(withoutBraces([pattern]).map((each) => each.split('/')));
  }

  matches(path: string): boolean {
    const folders = path.split('/');
    return this.alternatives.some((pattern) => matchesAll(pattern, folders, (part) => part === '**', matchesName));
  }
}

function withoutBraces(patterns: string[]): string[] {
  if (patterns.length > MAX_ALTERNATIVES) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'globs', why: `the braces of one stand for more than ${MAX_ALTERNATIVES} patterns` });
  if (!patterns.some((pattern) => INNERMOST.test(pattern))) return patterns;
  return withoutBraces(patterns.flatMap(firstBracesOf));
}

const INNERMOST = /\{([^{}]*)\}/;

function firstBracesOf(pattern: string): string[] {
  const [braces, choices] = INNERMOST.exec(pattern) ?? [];
  return braces === undefined || choices === undefined ? [pattern] : choices.split(',').map((choice) => pattern.replace(braces, () => choice));
}

function matchesName(pattern: string, name: string): boolean {
  return matchesAll([...pattern], [...name], (part) => part === '*', (part, character) => part === '?' || part === character);
}

/** Whether `subject` is what `pattern` describes, where some parts of it stand for any number. A later one of those is the only one ever to be stretched. */
function matchesAll(pattern: string[], subject: string[], isMany: (part: string) => boolean, isOne: (part: string, item: string) => boolean): boolean {
  let at = 0;
  let stretched: { part: number; item: number } | undefined;
  for (let item = 0; item < subject.length; ) {
    const part = pattern[at];
    if (part !== undefined && isMany(part)) stretched = { part: at++, item };
    else if (part !== undefined && isOne(part, subject[item] ?? '')) [at, item] = [at + 1, item + 1];
    else if (stretched) [at, item] = [stretched.part + 1, (stretched.item += 1)];
    else return false;
  }
  return pattern.slice(at).every(isMany);
}
