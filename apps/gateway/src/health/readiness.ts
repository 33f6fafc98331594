import { knowledgeHealth, personalHealth, type Nothing, type RequestDefinition, type ServiceHealthReply } from '@moorage/contracts';
import type { CallContext, ContractClient } from '@moorage/messaging';
import type { ReadyReply } from './health.bodies';

/** Whether something answers. */
export type Probe = () => Promise<boolean>;

/** Nobody waits longer for an answer to "are you there?". */
const PATIENCE_MS = 1_000;

/** What the gateway can reach at this moment. */
export class Readiness {
  constructor(
    private readonly bus: ContractClient,
    private readonly database: Probe,
  ) {}

  /** What the gateway itself cannot do without. */
  async dependencies(): Promise<ReadyReply['dependencies']> {
    return { nats: this.bus.connected ? 'ok' : 'missing', postgresql: (await this.database()) ? 'ok' : 'missing' };
  }

  async services(context: CallContext = {}): Promise<ReadyReply['services']> {
    const [personal, knowledge] = await Promise.all([this.service(personalHealth, context), this.knowledge(context)]);
    return { personalConnector: personal ? 'ok' : 'missing', knowledgeConnector: knowledge ? 'ok' : 'missing' };
  }

  knowledge(context: CallContext): Promise<boolean> {
    return this.service(knowledgeHealth, context);
  }

  /** Whether requests make sense at all. */
  async ready(): Promise<boolean> {
    const { nats, postgresql } = await this.dependencies();
    return nats === 'ok' && postgresql === 'ok';
  }

  /** That a service does not answer is an answer, too. */
  private service(definition: RequestDefinition<Nothing, ServiceHealthReply>, { traceparent }: CallContext): Promise<boolean> {
    const context = { ...(traceparent && { traceparent }), signal: AbortSignal.timeout(PATIENCE_MS) };
    return this.bus.call(definition, {}, context).then(() => true, () => false);
  }
}
