import { Secret, type JsonObject } from '@moorage/domain';
import type { Call } from '../operation/parameters';
import type { SealedDelivery } from '../sealing/sealed-delivery';

/** A message: what came in, with the configuration in a box that only the service can open. */
export type WithSealedConfiguration<Body> = Omit<Body, 'configuration'> & (Body extends { configuration: JsonObject } ? { sealed_configuration: string } : { sealed_configuration?: string });

/** Sends what carries a configuration. Which of its values are secret only the service knows, so all of it is sealed. */
export class SealConfiguration {
  constructor(private readonly delivery: SealedDelivery) {}

  /** Seals the configuration of `body`, if there is one, and sends it. */
  async run<Body extends { configuration?: JsonObject }, Reply>(body: Body, call: Call, send: (message: WithSealedConfiguration<Body>) => Promise<Reply>): Promise<Reply> {
    const { configuration, ...rest } = body;
    const message = rest as unknown as WithSealedConfiguration<Body>;
    if (!configuration) return send(message);
    return this.delivery.run(Secret.of(JSON.stringify(configuration)), 'knowledge.configuration', call, (sealed_configuration) => send({ ...message, sealed_configuration }));
  }
}
