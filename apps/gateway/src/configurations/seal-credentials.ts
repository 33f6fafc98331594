import type { CredentialsBody } from '@moorage/contracts';
import { Secret } from '@moorage/domain';
import type { Call } from '../operation/parameters';
import type { SealedDelivery } from '../sealing/sealed-delivery';

/** A message: what came in, with the credentials in a box that only the service can open. */
export type Sealed<Body> = Omit<Body, 'credentials'> & { sealedCredentials?: string };

/** Sends what carries credentials. */
export class SealCredentials {
  constructor(private readonly delivery: SealedDelivery) {}

  /** Seals the credentials of `body`, if there are any, and sends it. */
  async run<Body extends { credentials?: CredentialsBody }, Reply>(body: Body, call: Call, send: (message: Sealed<Body>) => Promise<Reply>): Promise<Reply> {
    const { credentials, ...message } = body;
    if (!credentials) return send(message);
    return this.delivery.run(Secret.of(JSON.stringify(credentials)), 'personal.credentials', call, (sealedCredentials) => send({ ...message, sealedCredentials }));
  }
}
