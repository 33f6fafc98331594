export const adaptersMemory = 'adapters-memory';
