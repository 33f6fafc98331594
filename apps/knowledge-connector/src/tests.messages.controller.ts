import { Controller } from '@nestjs/common';
import {
  discoverStreams,
  listStreams,
  testDestination,
  testSource,
  type ActorTestReply,
  type DiscoverStreamsRequest,
  type ListStreamsRequest,
  type StreamListReply,
  type TestDestinationRequest,
  type TestSourceRequest,
} from '@moorage/contracts';
import { ListStreams, TestActor } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { pageOf } from './knowledge-list';
import { streamListReply } from './stream-reply';
import { actorTestReply, destinationTestRequest, sourceTestRequest } from './test-reply';

/** Messages that lead to a source or a destination, or to what is remembered of one. */
@Controller()
export class TestsMessagesController {
  constructor(
    private readonly testing: TestActor,
    private readonly listing: ListStreams,
  ) {}

  @Handles(testSource)
  async testSource(request: TestSourceRequest, context: MessageContext): Promise<ActorTestReply> {
    return actorTestReply(await this.testing.run(requireCaller(context), sourceTestRequest(request), context));
  }

  @Handles(testDestination)
  async testDestination(request: TestDestinationRequest, context: MessageContext): Promise<ActorTestReply> {
    return actorTestReply(await this.testing.run(requireCaller(context), destinationTestRequest(request), context));
  }

  @Handles(listStreams)
  async streams({ source_id, ...page }: ListStreamsRequest, context: MessageContext): Promise<StreamListReply> {
    return streamListReply(await this.listing.run(requireCaller(context), { sourceId: source_id, force: false, ...pageOf(page) }, context), page);
  }

  @Handles(discoverStreams)
  async discover({ source_id, ...page }: DiscoverStreamsRequest, context: MessageContext): Promise<StreamListReply> {
    return streamListReply(await this.listing.run(requireCaller(context), { sourceId: source_id, force: true, ...pageOf(page) }, context), page);
  }
}
