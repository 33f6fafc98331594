import { Controller } from '@nestjs/common';
import { DiscoverStreamsRequest, ListStreamsRequest, StreamListReply, discoverStreams, listStreams } from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ, KNOWLEDGE_TEST } from '../knowledge-access';

const TAG = 'Streams';
const FAILURE = 'When the source does not tell them, the answer is an upstream error with the failure in `details.failure`.';

@Controller()
export class StreamsController {
  constructor(private readonly bus: ContractClient) {}

  @Operation({
    id: 'listStreams',
    method: 'GET',
    path: `${KNOWLEDGE_PATH}/streams`,
    tag: TAG,
    access: KNOWLEDGE_READ,
    summary: 'List the streams of a source',
    description: `As last discovered, which \`cached\` and \`discovered_at\` say; newly discovered when the configuration or the connector has changed since. ${FAILURE}`,
    message: listStreams,
  })
  list(@Input() query: ListStreamsRequest, @AsCaller() call: Call): Promise<EncodedReply<StreamListReply>> {
    return this.bus.relay(listStreams, query, call);
  }

  @Operation({
    id: 'discoverStreams',
    method: 'POST',
    path: `${KNOWLEDGE_PATH}/sources/{source_id}/discover`,
    tag: TAG,
    access: KNOWLEDGE_TEST,
    summary: 'Discover the streams of a source anew',
    description: `Asks the source, whatever is remembered. Answers the first page; the list has the others. ${FAILURE}`,
    message: discoverStreams,
  })
  discover(@Input() query: DiscoverStreamsRequest, @AsCaller() call: Call): Promise<EncodedReply<StreamListReply>> {
    return this.bus.relay(discoverStreams, query, call);
  }
}
