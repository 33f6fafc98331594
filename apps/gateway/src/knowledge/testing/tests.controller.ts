import { Controller } from '@nestjs/common';
import { ActorTestReply, TestDestinationBody, TestSourceBody, testDestination, testSource } from '@moorage/contracts';
import { ContractClient } from '@moorage/messaging';
import { Operation } from '../../operation/operation';
import { AsCaller, Input, type Call } from '../../operation/parameters';
import { KNOWLEDGE_PATH, KNOWLEDGE_TEST } from '../knowledge-access';
import { SealConfiguration } from '../seal-configuration';

const TAG = 'Tests';
const TEST = { method: 'POST', tag: TAG, access: KNOWLEDGE_TEST, faultCode: 'CONNECTOR_INVALID_CONFIG' } as const;
const RESULT = 'A failed test is a result: it answers 200, names the step that failed and what to do, and says whether the configuration is wrong or that could not be found out. It ends within 30 seconds; closing the connection ends it at once.';

@Controller()
export class TestsController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealConfiguration,
  ) {}

  @Operation({
    ...TEST,
    id: 'testSource',
    path: `${KNOWLEDGE_PATH}/sources/test`,
    summary: 'Test a source',
    description: `Connects, authenticates and reads, for real. With \`source_id\` what is stored is tested, with \`configuration\` beside it laid over it; without, \`source_definition_id\` and \`configuration\` are. Nothing is stored. ${RESULT}`,
    message: testSource,
    input: TestSourceBody,
  })
  source(@Input() body: TestSourceBody, @AsCaller() call: Call): Promise<ActorTestReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(testSource, message, call));
  }

  @Operation({
    ...TEST,
    id: 'testDestination',
    path: `${KNOWLEDGE_PATH}/destinations/test`,
    summary: 'Test a destination',
    description: `Connects, authenticates and looks whether it can be written to, in the three ways of a source test. Writes only where that can be undone or you ask for it with \`write_probe\`, and leaves nothing behind. ${RESULT}`,
    message: testDestination,
    input: TestDestinationBody,
  })
  destination(@Input() body: TestDestinationBody, @AsCaller() call: Call): Promise<ActorTestReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(testDestination, message, call));
  }
}
