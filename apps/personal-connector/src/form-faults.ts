import { CreateConnectorRequest, messageFaults } from '@moorage/contracts';
import type { ConnectorDraft, FieldFault } from '@moorage/domain';

/** What the form of `POST /v1/personal-connectors` would not let through. */
export function formFaults(draft: ConnectorDraft): FieldFault[] {
  return messageFaults(CreateConnectorRequest, draft).faults;
}
