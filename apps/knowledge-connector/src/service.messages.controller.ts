import { Controller, Inject } from '@nestjs/common';
import { knowledgeHealth, knowledgeTransitKeys, type Nothing, type ServiceHealthReply, type TransitKeysReply } from '@moorage/contracts';
import { Vault } from '@moorage/domain';
import { Handles, type MessageContext } from '@moorage/messaging';

/** Answers whether this instance can work; rejects when it cannot. */
export const READINESS = Symbol('READINESS');
export type Readiness = () => Promise<ServiceHealthReply>;

/** Messages on the service itself. They need no caller. */
@Controller()
export class ServiceMessagesController {
  constructor(
    private readonly vault: Vault,
    @Inject(READINESS) private readonly ready: Readiness,
  ) {}

  @Handles(knowledgeTransitKeys)
  async transitKeys(_request: Nothing, _context: MessageContext): Promise<TransitKeysReply> {
    return { jwks: await this.vault.transitKeys() };
  }

  @Handles(knowledgeHealth)
  health(_request: Nothing, _context: MessageContext): Promise<ServiceHealthReply> {
    return this.ready();
  }
}
