import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { ownActor } from './own-actor';
import { shownActor, type ShownActor } from './shown-actor';

/** One source or destination. */
export class GetActor {
  constructor(
    private readonly actors: ActorRepo,
    private readonly safe: ConfigurationSafe,
  ) {}

  async run(caller: Caller, type: ActorType, id: string): Promise<ShownActor> {
    return shownActor(this.safe, await ownActor(this.actors, caller, type, id));
  }
}
