/** Who we say we are. */
export const CLIENT_IDENTITY = { name: 'moorage', version: '0.1.0' };

/** Nothing is validated against the schemas of tools here, so the costly default of the SDKs is not made for each client. */
export const NO_SCHEMA_VALIDATION = {
  getValidator:
    <T>() =>
    (input: unknown) => ({ valid: true as const, data: input as T, errorMessage: undefined }),
};

/** A stream that breaks off is a failure; there is nothing to resume. */
export const NO_RECONNECTION = { initialReconnectionDelay: 0, maxReconnectionDelay: 0, reconnectionDelayGrowFactor: 1, maxRetries: 0 };

/** Only a safety net, later than every deadline: the connection's own signal ends every wait. */
export const SDK_TIMEOUT_MS = 120_000;
