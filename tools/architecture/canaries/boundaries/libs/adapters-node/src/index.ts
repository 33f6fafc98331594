export const adaptersNode = 'adapters-node';
