import { redacted } from './redacted';

/** How much of what a command says is kept at all. */
const KEPT_BYTES = 16 * 1024;
/** How much of it is shown. */
const SHOWN = 300;

// Escape sequences of terminals: colours, titles, cursor movements
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~])/g;
/** Lines that tell people nothing: stack frames, markers below source code, the version of the runtime, brackets. */
const EMPTY_WORDS = /^(at .+|\^+|[~^ ]+|Node\.js v[\d.]+|[{}()[\];,]+|npm notice.*)$/;

/** The end of what a command has printed, kept to be quoted. */
export class LastWords {
  #chunks: Buffer[] = [];
  #kept = 0;
  #cut = false;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#kept += chunk.length;
    if (this.#kept < 2 * KEPT_BYTES) return;
    const tail = Buffer.concat(this.#chunks).subarray(-KEPT_BYTES);
    this.#chunks = [tail];
    this.#kept = tail.length;
    this.#cut = true;
  }

  /** Its last lines as one short line, without secrets; empty when there is nothing to say. */
  quote(secrets: string[]): string {
    const said = Buffer.concat(this.#chunks).toString('utf8');
    // The first line of a cut text may begin in the middle of a secret, which then would not be found.
    const whole = this.#cut ? said.slice(said.indexOf('\n') >= 0 ? said.indexOf('\n') : said.length) : said;
    return shortened(plainWords(whole, secrets));
  }
}

/** What a program says as one line: without secrets, and without what only terminals and programmers read. */
export function plainWords(said: string, secrets: string[]): string {
  const plain = said.replace(ESCAPES, '').replace(/[\p{Cf}\p{Cs}\p{Co}\ufffd]|[^\P{Cc}\n]/gu, (character) => (character === '\t' || character === '\r' ? '\n' : ''));
  const lines = redacted(plain, secrets).split(/[\n\u2028\u2029]+/).map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '' && !EMPTY_WORDS.test(line)).join(' ');
}

function shortened(line: string): string {
  return line.length > SHOWN ? `…${[...line].slice(1 - SHOWN).join('')}` : line;
}
