import type { ImportConnectorsBody, ImportConnectorsRequest } from '@moorage/contracts';
import { Secret } from '@moorage/domain';
import type { Call } from '../operation/parameters';
import type { SealedDelivery } from '../sealing/sealed-delivery';

/** Sends an import. Its document may hold secrets anywhere, so all of it is sealed. */
export class SealDocument {
  constructor(private readonly delivery: SealedDelivery) {}

  async run<Reply>({ document, ...message }: ImportConnectorsBody, call: Call, send: (message: ImportConnectorsRequest) => Promise<Reply>): Promise<Reply> {
    if (document === undefined) return send(message);
    return this.delivery.run(Secret.of(JSON.stringify(document)), 'personal.import', call, (sealedDocument) => send({ ...message, sealedDocument }));
  }
}
