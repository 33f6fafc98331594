import { Controller } from '@nestjs/common';
import { KnowledgePage, listSourceDefinitions, Nothing, SourceDefinitionListReply } from '@moorage/contracts';
import { ContractClient, type CallContext } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsAnyone, AsCaller, Input, type Call } from '../operation/parameters';
import { Readiness } from '../health/readiness';
import { KnowledgeHealthReply } from './knowledge.bodies';

const PATH = '/v1/organizations/{organization_id}/knowledge/connectors';
const TAG = 'Knowledge connectors';
const READ = { scopes: ['knowledge:read'] } as const;

@Controller()
export class KnowledgeController {
  constructor(
    private readonly bus: ContractClient,
    private readonly readiness: Readiness,
  ) {}

  @Operation({ id: 'knowledgeHealth', method: 'GET', path: '/v1/knowledge/connectors/health', tag: TAG, access: 'public', summary: 'Is the knowledge service there?', input: Nothing, reply: KnowledgeHealthReply })
  async health(@AsAnyone() context: CallContext): Promise<KnowledgeHealthReply> {
    return knowledgeHealthReply(await this.readiness.knowledge(context));
  }

  @Operation({ id: 'organizationKnowledgeHealth', method: 'GET', path: `${PATH}/health`, tag: TAG, access: READ, summary: 'Is the knowledge service there for this organization?', input: Nothing, reply: KnowledgeHealthReply })
  async organizationHealth(@AsCaller() call: Call): Promise<KnowledgeHealthReply> {
    return knowledgeHealthReply(await this.readiness.knowledge(call));
  }

  @Operation({ id: 'listSourceDefinitions', method: 'GET', path: `${PATH}/source-definitions`, tag: TAG, access: READ, summary: 'List the sources that can be connected', message: listSourceDefinitions })
  sourceDefinitions(@Input() page: KnowledgePage, @AsCaller() call: Call): Promise<SourceDefinitionListReply> {
    return this.bus.call(listSourceDefinitions, page, call);
  }
}

function knowledgeHealthReply(available: boolean): KnowledgeHealthReply {
  return { status: available ? 'healthy' : 'unavailable', available };
}
