/** Tells what a talking server notices. */
export type TalkNotice = (what: 'called' | 'given up') => void;

/** Counts what talking servers notice. */
export class TalkCount {
  calls = 0;
  givenUp = 0;

  readonly notice: TalkNotice = (what) => {
    if (what === 'called') this.calls += 1;
    else this.givenUp += 1;
  };
}
