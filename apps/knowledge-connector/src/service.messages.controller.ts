import { Controller, Inject } from '@nestjs/common';
import { knowledgeHealth, type Nothing, type ServiceHealthReply } from '@moorage/contracts';
import { Handles, type MessageContext } from '@moorage/messaging';

/** Name of this instance among its siblings. */
export const INSTANCE = Symbol('INSTANCE');

/** Messages on the service itself. They need no caller. */
@Controller()
export class ServiceMessagesController {
  constructor(@Inject(INSTANCE) private readonly instance: string) {}

  @Handles(knowledgeHealth)
  async health(_request: Nothing, _context: MessageContext): Promise<ServiceHealthReply> {
    return { status: 'ok', instance: this.instance };
  }
}
