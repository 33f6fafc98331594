import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Actor, ActorType } from '../../../model/knowledge/actor';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import { ACTOR_WORDS } from '../definitions/actor-words';

/** A source or destination of the caller's organization; what another one has does not exist: `…_NOT_FOUND`. */
export async function ownActor(actors: ActorRepo, { organizationId }: Caller, type: ActorType, id: string): Promise<Actor> {
  return presentActor(type, await actors.find(organizationId, type, id));
}

export function presentActor(type: ActorType, actor: Actor | null): Actor {
  if (!actor) throw new MoorageError(ACTOR_WORDS[type].absent);
  return actor;
}
