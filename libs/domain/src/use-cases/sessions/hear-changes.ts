import type { ChangeHint, ChangeHints } from './change-hints';
import type { KnownConfigurations } from './known-configurations';
import type { ServedTools } from './tools/served-tools';

/** Makes the next request of every assistant see what was changed elsewhere, and tells those who listen. */
export class HearChanges {
  constructor(
    private readonly known: KnownConfigurations,
    private readonly tools: ServedTools,
    private readonly hints: ChangeHints,
  ) {}

  run(hint: ChangeHint): void {
    this.known.forget(hint.configurationIds);
    this.tools.forget(hint.configurationIds);
    this.hints.spread(hint);
  }
}
