import { Module, type DynamicModule } from '@nestjs/common';
import { ListSourceDefinitions } from '@moorage/domain';
import { DefinitionsMessagesController } from './definitions.messages.controller';
import { INSTANCE, ServiceMessagesController } from './service.messages.controller';

/** The composition of the service. No adapter stands in it yet: nothing is stored, nothing is called. */
@Module({})
export class KnowledgeConnectorModule {
  static of(instance: string): DynamicModule {
    return {
      module: KnowledgeConnectorModule,
      controllers: [DefinitionsMessagesController, ServiceMessagesController],
      providers: [ListSourceDefinitions, { provide: INSTANCE, useValue: instance }],
    };
  }
}
