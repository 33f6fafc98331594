import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { AcceptedTools } from '../../../ports/accepted-tools.port';
import type { ConfigRepo } from '../../../ports/config-repo.port';
import type { CachedTools, ToolCache } from '../../../ports/tool-cache.port';
import { ownConfiguration } from '../../personal/own-configurations';
import { assertEnabled } from '../../personal/refresh-tools';

/** Accepts the present definitions of tools, so that they can be called where changes are held. All names or none. */
export class AcceptTools {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly cache: ToolCache,
    private readonly accepted: AcceptedTools,
  ) {}

  async run(caller: Caller, id: string, names: string[]): Promise<string[]> {
    const configuration = await ownConfiguration(this.configs, caller, id);
    assertEnabled(configuration);
    const entry = await this.cache.read(id);
    if (!entry || entry.invalidated || entry.generation !== configuration.generation) throw unknown();
    assertAllIn(entry, names);
    const wanted = [...new Set(names)];
    await this.accepted.accept(id, Object.fromEntries(wanted.map((name) => [name, entry.fingerprints[name] ?? ''])));
    return wanted;
  }
}

/** Nobody can have read definitions that are not known. */
function unknown(): MoorageError {
  return new MoorageError('UNPROCESSABLE', { message: 'The tools of this configuration are not known at the moment. Read them with GET …/tools, then accept them.' });
}

function assertAllIn({ fingerprints }: CachedTools, names: string[]): void {
  const strange = [...names.keys()].filter((at) => !Object.hasOwn(fingerprints, names[at] ?? ''));
  const faults = strange.map((at) => ({ field: `names.${at}`, message: `names.${at} is not the name of a tool of this configuration`, rule: 'known' }));
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
}
