// The public surface of the Node adapters, by name. Nothing inside the library imports this file.
export { NodeClock } from './clock.node';
export { newEncryptionKey, parseEncryptionKeys, type EncryptionKey } from './encryption-keys';
export { NodeHasher } from './hasher.node';
export { NodeIds } from './ids.node';
export { AjvJsonSchemas } from './json-schemas.ajv';
export { LOG_LEVELS, PinoLog, type LogLevel, type PinoLogOptions } from './log.pino';
export { PromMetrics } from './metrics.prom';
export { PromRegistry } from './prom-registry';
export { JoseSealer } from './sealer.jose';
export { JoseTokenVerifier } from './token-verifier.jose';
export { AesVault } from './vault.aes';
export { startOpsServer, type OpsServerOptions, type ReadyCheck } from './ops-server';
export { runProcess } from './run-process';
