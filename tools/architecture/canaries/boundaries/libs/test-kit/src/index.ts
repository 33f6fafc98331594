export const testKit = 'test-kit';
