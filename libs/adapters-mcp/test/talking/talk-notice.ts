import type { TalkingServer } from '@moorage/test-kit';

/** Tells what a talking server notices. */
export type TalkNotice = (what: 'called' | 'given up') => void;

/** Counts what a talking server notices. */
export class TalkCount {
  readonly #counted = { called: 0, 'given up': 0 };

  readonly notice: TalkNotice = (what) => {
    this.#counted[what] += 1;
  };

  told(): Pick<TalkingServer, 'calls' | 'givenUp'> {
    return { calls: () => this.#counted.called, givenUp: () => this.#counted['given up'] };
  }
}
