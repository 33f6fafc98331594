import { Controller } from '@nestjs/common';
import { Nothing } from '@moorage/contracts';
import type { CallContext } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsAnyone, AsCaller, type Call } from '../operation/parameters';
import { Readiness } from '../health/readiness';
import { KNOWLEDGE_PATH, KNOWLEDGE_READ } from './knowledge-access';
import { KnowledgeHealthReply } from './knowledge.bodies';

const TAG = 'Knowledge connectors';

@Controller()
export class KnowledgeController {
  constructor(private readonly readiness: Readiness) {}

  @Operation({ id: 'knowledgeHealth', method: 'GET', path: '/v1/knowledge/connectors/health', tag: TAG, access: 'public', summary: 'Is the knowledge service there?', input: Nothing, reply: KnowledgeHealthReply })
  async health(@AsAnyone() context: CallContext): Promise<KnowledgeHealthReply> {
    return knowledgeHealthReply(await this.readiness.knowledge(context));
  }

  @Operation({ id: 'organizationKnowledgeHealth', method: 'GET', path: `${KNOWLEDGE_PATH}/health`, tag: TAG, access: KNOWLEDGE_READ, summary: 'Is the knowledge service there for this organization?', input: Nothing, reply: KnowledgeHealthReply })
  async organizationHealth(@AsCaller() call: Call): Promise<KnowledgeHealthReply> {
    return knowledgeHealthReply(await this.readiness.knowledge(call));
  }
}

function knowledgeHealthReply(available: boolean): KnowledgeHealthReply {
  return { status: available ? 'healthy' : 'unavailable', available };
}
