import { TOOL_LIMITS } from '@moorage/domain';
import type { jsonSchemaValidator } from '@modelcontextprotocol/client';

/** Who we say we are. */
export const CLIENT_IDENTITY = { name: 'moorage', version: '0.1.0' };

/**
 * What assistants can do, as a whole: some servers list a tool only to those who could answer what it asks. Nothing is ever answered here; what an
 * assistant can really do it says itself, when it calls.
 */
export const ASSISTANT_CAPABILITIES = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } };

/** The schemas of tools are for those who call them; nothing is checked against them here, and the SDKs' own checker is costly to make. */
export const NO_SCHEMA_VALIDATION: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'schemas are not checked here' }),
};

/** A stream that breaks off is a failure; there is nothing to resume. */
export const NO_RECONNECTION = { initialReconnectionDelay: 0, maxReconnectionDelay: 0, reconnectionDelayGrowFactor: 1, maxRetries: 0 };

/** Why a connection is cut that nobody needs any more. Without a reason every time would cost an exception with its stack. */
export const OVER = 'over';

/** Only a safety net, later than every deadline: the connection's own signal ends every wait. */
export const SDK_TIMEOUT_MS = 120_000;

/** Bytes of one answer: a tool list that is a little too long shall still be told from an answer without an end. */
export const ANSWER_BYTES = TOOL_LIMITS.bytes * 1.5;
/** Bytes of all that comes on a stream which carries every answer. */
export const STREAM_BYTES = TOOL_LIMITS.bytes * 4;
