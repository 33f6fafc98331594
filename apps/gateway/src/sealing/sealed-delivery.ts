import { MoorageError, ownerKey, ownerOf, type Caller, type Sealer, type Secret } from '@moorage/domain';
import type { Call } from '../operation/parameters';
import type { TransitKeys } from './transit-keys';

/** Who owns what is sealed: the id that the service opens it for. */
export type SealedFor = (caller: Caller) => string;

export const forOwner: SealedFor = (caller) => ownerKey(ownerOf(caller));
export const forOrganization: SealedFor = ({ organizationId }) => organizationId;

/** Sends secrets to one service in a box that only it can open. In the clear they go no further than this. */
export class SealedDelivery {
  constructor(
    private readonly sealer: Sealer,
    private readonly keys: TransitKeys,
    private readonly sealedFor: SealedFor,
  ) {}

  /**
   * Seals `secret` for `purpose` and gives the box to `send`. The remembered keys may be those of a service that has been given others
   * since: then it is sealed and sent once more. What failed so has changed nothing.
   */
  async run<Reply>(secret: Secret, purpose: string, call: Call, send: (box: string) => Promise<Reply>): Promise<Reply> {
    const { caller } = call;
    const binding = { organizationId: caller.organizationId, ownerId: this.sealedFor(caller), purpose };
    const sendSealed = async (keys: string) => send(await this.sealer.seal(secret, keys, binding));
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
}

function mayBeOldKeys(error: unknown): boolean {
  return error instanceof MoorageError && (error.code === 'UNPROCESSABLE' || error.code === 'INTERNAL_ERROR');
}
