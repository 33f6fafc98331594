import { ownedConfigurations } from '@moorage/contracts';
import type { Belongings } from '@moorage/domain';
import type { ContractClient } from '@moorage/messaging';
import type { Call } from '../operation/parameters';

/** What a key or user owns in the service that keeps configurations, on behalf of the caller. */
export function belongingsOf(owner: { apiKeyId: string } | { userId: string }, bus: ContractClient, call: Call): Belongings {
  return (remove) => bus.call(ownedConfigurations, { ...owner, remove }, call);
}
