import { Controller } from '@nestjs/common';
import { listSourceDefinitions, type KnowledgePage, type SourceDefinitionListReply } from '@moorage/contracts';
import { ListSourceDefinitions } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';

/** Messages on the catalogue of sources. */
@Controller()
export class DefinitionsMessagesController {
  constructor(private readonly listing: ListSourceDefinitions) {}

  @Handles(listSourceDefinitions)
  async list(page: KnowledgePage, context: MessageContext): Promise<SourceDefinitionListReply> {
    return this.listing.run(requireCaller(context), page);
  }
}
