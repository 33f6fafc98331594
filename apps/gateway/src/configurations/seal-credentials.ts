import type { CredentialsBody } from '@moorage/contracts';
import { MoorageError, ownerKey, ownerOf, Secret, type Caller, type Sealer } from '@moorage/domain';
import type { Call } from '../operation/parameters';
import type { TransitKeys } from './transit-keys';

/** A message: what came in, with the credentials in a box that only the service can open. */
export type Sealed<Body> = Omit<Body, 'credentials'> & { sealedCredentials?: string };

/** Sends what carries credentials. In the clear they go no further than this. */
export class SealCredentials {
  constructor(
    private readonly sealer: Sealer,
    private readonly keys: TransitKeys,
  ) {}

  /**
   * Seals the credentials of `body`, if there are any, and sends it. The remembered keys may be those of a service that has
   * been given others since: then it is sealed and sent once more. What failed so has changed nothing.
   */
  async run<Body extends { credentials?: CredentialsBody }, Reply>(body: Body, call: Call, send: (message: Sealed<Body>) => Promise<Reply>): Promise<Reply> {
    const { credentials, ...message } = body;
    if (!credentials) return send(message);
    const secret = Secret.of(JSON.stringify(credentials));
    const sendSealed = async (keys: string) => send({ ...message, sealedCredentials: await this.seal(secret, keys, call.caller) });
    const keys = await this.keys.current(call);
    try {
      return await sendSealed(keys);
    } catch (error) {
      if (!mayBeOldKeys(error)) throw error;
      const fresh = await this.keys.renewed(call);
      if (fresh === keys) throw error;
      return sendSealed(fresh);
    }
  }

  private seal(secret: Secret, keys: string, caller: Caller): Promise<string> {
    return this.sealer.seal(secret, keys, { organizationId: caller.organizationId, ownerId: ownerKey(ownerOf(caller)), purpose: 'personal.credentials' });
  }
}

function mayBeOldKeys(error: unknown): boolean {
  return error instanceof MoorageError && (error.code === 'UNPROCESSABLE' || error.code === 'INTERNAL_ERROR');
}
