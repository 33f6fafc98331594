import type { Caller } from '../../../model/caller';
import type { ActorType } from '../../../model/knowledge/actor';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import { ownActor } from './own-actor';
import type { ShownActor, ShownActors } from './shown-actors';

/** One source or destination. */
export class GetActor {
  constructor(
    private readonly actors: ActorRepo,
    private readonly shown: ShownActors,
  ) {}

  async run(caller: Caller, type: ActorType, id: string): Promise<ShownActor> {
    return this.shown.one(await ownActor(this.actors, caller, type, id));
  }
}
