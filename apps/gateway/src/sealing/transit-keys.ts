import type { Nothing, RequestDefinition, TransitKeysReply } from '@moorage/contracts';
import type { Clock } from '@moorage/domain';
import type { CallContext, ContractClient } from '@moorage/messaging';

const LIFE_MS = 60_000;

/** The public keys of one service, remembered for a minute. */
export class TransitKeys {
  private known: { jwks: string; at: number } | undefined;

  constructor(
    private readonly bus: ContractClient,
    private readonly clock: Clock,
    private readonly asking: RequestDefinition<Nothing, TransitKeysReply>,
  ) {}

  async current(context: CallContext): Promise<string> {
    const now = this.clock.now().getTime();
    return this.known && now - this.known.at < LIFE_MS ? this.known.jwks : this.renewed(context);
  }

  /** Asks the service, whatever is remembered. */
  async renewed(context: CallContext): Promise<string> {
    const { jwks } = await this.bus.call(this.asking, {}, context);
    this.known = { jwks, at: this.clock.now().getTime() };
    return jwks;
  }
}
