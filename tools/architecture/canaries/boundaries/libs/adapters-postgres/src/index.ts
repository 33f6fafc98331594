export const adaptersPostgres = 'adapters-postgres';
