// The public surface of the PostgreSQL adapters, by name. Nothing inside the library imports this file.
export { measurePool } from './measure-pool';
export { PostgresApiKeyRepo } from './api-key-repo.postgres';
export { PostgresCheckLog } from './check-log.postgres';
export { PostgresConfigRepo } from './config-repo.postgres';
export { PostgresConnectorRepo } from './connector-repo.postgres';
export { databaseAnswers, openDatabase, type DatabaseOptions } from './data-source';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres';
export { PostgresFlightLedger } from './flight-ledger.postgres';
export { PostgresIdempotencyStore } from './idempotency-store.postgres';
export { assertMigrated, migrate, pendingMigrations } from './migrate';
export { PostgresOrganizationRepo } from './organization-repo.postgres';
export { PostgresRateCounter } from './rate-counter.postgres';
export { PostgresToolCache } from './tool-cache.postgres';
export { PostgresUserRepo } from './user-repo.postgres';
