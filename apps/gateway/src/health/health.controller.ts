import { Controller } from '@nestjs/common';
import { Nothing } from '@moorage/contracts';
import { ReportReadiness } from './report-readiness';
import type { CallContext } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsAnyone } from '../operation/parameters';
import { LiveReply, ReadyReply } from './health.bodies';

const TAG = 'Health';

@Controller()
export class HealthController {
  constructor(private readonly report: ReportReadiness) {}

  @Operation({ id: 'live', method: 'GET', path: '/health/live', tag: TAG, access: 'public', summary: 'Is the gateway running?', input: Nothing, reply: LiveReply })
  async live(): Promise<LiveReply> {
    return { status: 'ok' };
  }

  @Operation({
    id: 'ready',
    method: 'GET',
    path: '/health/ready',
    tag: TAG,
    access: 'public',
    summary: 'Can the gateway do its work?',
    description: 'A missing service is named here and does not make the gateway unready.',
    input: Nothing,
    reply: ReadyReply,
    errors: ['SERVICE_UNAVAILABLE'],
  })
  ready(@AsAnyone() context: CallContext): Promise<ReadyReply> {
    return this.report.run(context);
  }
}
