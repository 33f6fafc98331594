import { Controller } from '@nestjs/common';
import { importConnectors, type ImportConnectorsRequest, type ImportReply } from '@moorage/contracts';
import { ImportConnectors } from '@moorage/domain';
import { Handles, requireCaller, type MessageContext } from '@moorage/messaging';
import { importReply } from './import-reply';

/** The message that brings definitions from elsewhere. */
@Controller()
export class ImportMessagesController {
  constructor(private readonly importing: ImportConnectors) {}

  @Handles(importConnectors)
  async import(request: ImportConnectorsRequest, { caller, signal, traceparent }: MessageContext): Promise<ImportReply> {
    return importReply(await this.importing.run(requireCaller({ caller }), request, { signal, ...(traceparent !== undefined && { traceparent }) }));
  }
}
