import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ActorDefinition, ActorType, RuntimeKind } from '../../../model/knowledge/actor';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import { assertAdmin } from '../../personal/visible-connectors';
import { ACTOR_WORDS } from './actor-words';
import { assertCommand } from './command-faults';

/** What its author may choose of a definition. */
export type DefinitionDraft = Partial<Pick<ActorDefinition, 'command' | 'documentationUrl' | 'icon' | 'dockerRepository' | 'dockerImageTag'>> & { name: string; kind?: RuntimeKind };

const REFUSED: Partial<Record<RuntimeKind, string>> = {
  native: 'Native connectors are part of Moorage and cannot be defined. Use kind process, with the command of a connector that speaks the Airbyte protocol.',
  image: 'Moorage does not run container images. Install the connector on its machine and use kind process, with the command that starts it; docker_repository and docker_image_tag may stay beside that.',
};

/** Makes a definition whose connector is a command. Commands run on the machine of the operator, so it needs the role admin. */
export class CreateActorDefinition {
  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, type: ActorType, draft: DefinitionDraft): Promise<ActorDefinition> {
    assertAdmin(caller, 'define a connector that runs a command');
    const { kind = draft.command === undefined && draft.dockerRepository !== undefined ? 'image' : 'process' } = draft;
    const refusal = REFUSED[kind];
    if (refusal !== undefined) throw new MoorageError('UNPROCESSABLE', { message: refusal });
    assertCommand(draft.command);
    const now = this.clock.now();
    const id = this.ids.next(ACTOR_WORDS[type].definition);
    const definition: ActorDefinition = { ...draft, id, organizationId: caller.organizationId, type, kind, releaseStage: 'custom', version: 1, createdAt: now, updatedAt: now };
    await this.definitions.insert(definition);
    return definition;
  }
}
