import { Controller } from '@nestjs/common';
import { Nothing } from '@moorage/contracts';
import { Operation } from '../operation/operation';
import { AsCaller, type Call } from '../operation/parameters';
import { MeReply } from './me.bodies';

@Controller()
export class MeController {
  @Operation({
    id: 'getMe',
    method: 'GET',
    path: '/v1/me',
    tag: 'Me',
    access: { scopes: [] },
    summary: 'Who am I?',
    description: 'What the gateway knows of the caller. Any valid key or access token may ask.',
    input: Nothing,
    reply: MeReply,
  })
  async get(@AsCaller() { caller }: Call): Promise<MeReply> {
    return caller;
  }
}
