export const testDatabase = true;
