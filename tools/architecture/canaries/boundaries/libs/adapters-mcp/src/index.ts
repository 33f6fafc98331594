export const adaptersMcp = 'adapters-mcp';
