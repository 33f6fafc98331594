import { connectNats, type NatsOptions } from './connect-nats';
import type { ContractClient } from './contract-client';
import { NatsContractClient, type NatsClientOptions } from './contract-client.nats';

/**
 * Connects to NATS and answers a client once that has worked. Rejects with `SERVICE_UNAVAILABLE` and one line for the operator
 * when it does not within `patienceMs` (20 s unless given), when the credentials are refused, or when messages of 8 MiB are not allowed.
 */
export async function connectContractClient(options: NatsOptions & NatsClientOptions): Promise<ContractClient> {
  return new NatsContractClient(await connectNats(options), options);
}
