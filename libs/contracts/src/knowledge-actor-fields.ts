import { Nothing } from './service.messages';

/** What sources and destinations have in common on their way over the bus. */
export const CONFIGURATION_DOC = 'Settings and credentials as the spec of its definition asks for them. Encrypted at rest; its secrets are never returned';

/** A field that only the gateway fills. */
export const SEALED_CONFIGURATION = { doc: 'The configuration, sealed for the service.', max: 2_000_000, optional: true };

const SPEC_TROUBLE = ['CONNECTOR_DEFINITION_NOT_FOUND', 'CONNECTOR_INVALID_CONFIG', 'UNPROCESSABLE', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_PROTOCOL_ERROR'] as const;

/** A command may have to be asked for its spec first. */
const deadlineMs = 25_000;

export const ACTOR_CREATION = { deadlineMs, errors: ['CONNECTOR_WORKSPACE_NOT_FOUND', ...SPEC_TROUBLE] } as const;
export const ACTOR_UPDATE = { deadlineMs, errors: [...SPEC_TROUBLE, 'CONFLICT'] } as const;
export const ACTOR_DELETION = { reply: Nothing, deadlineMs: 5_000 } as const;
