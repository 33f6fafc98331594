import { MoorageError } from '@moorage/domain';

export interface CommandPolicySettings {
  /** The variable that the text comes from; people are told its name. */
  variable: string;
  /** Whether `*` may stand for every command: only where whoever runs this may run everything on the machine anyway. */
  wildcard?: boolean;
}

/** Which commands may run: those whose words begin with the words of an entry. Nothing may run unless it is listed. */
export class CommandPolicy {
  private constructor(
    readonly variable: string,
    private readonly beginnings: string[][],
    private readonly anything: boolean,
  ) {}

  /** Reads entries separated by commas, their words by blanks. Throws one `VALIDATION_ERROR` that names every broken entry by its place. */
  static parse(text: string, { variable, wildcard = false }: CommandPolicySettings): CommandPolicy {
    const entries = text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
    const faults = entries.flatMap((entry, index) => {
      const statement = faultOf(entry, wildcard);
      return statement === null ? [] : [{ field: variable, message: `entry ${index + 1} of ${variable} ${statement}`, rule: 'commandEntry' }];
    });
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    return new CommandPolicy(variable, entries.map(wordsOf), entries.includes('*'));
  }

  allows(argv: readonly string[]): boolean {
    return argv.length > 0 && (this.anything || this.beginnings.some((words) => words.every((word, index) => argv[index] === word)));
  }
}

function wordsOf(entry: string): string[] {
  return entry.split(/[ \t]+/);
}

function faultOf(entry: string, wildcard: boolean): string | null {
  if (entry === '*') return wildcard ? null : 'is *, which only an installation with an embedded database accepts; list the commands';
  if (/[\p{Cc}"'`]/u.test(entry.replaceAll('\t', ' '))) return 'contains a quote or a control character; words are separated by blanks and cannot be quoted';
  if (entry.includes('*')) return 'contains *, which stands for nothing within a command; write its words exactly';
  const [command = ''] = wordsOf(entry);
  if (command.includes('/') && !command.startsWith('/')) return 'starts with a relative path; write a bare name or an absolute path';
  return null;
}
