const preset = require('../jest.preset.cjs')(__dirname);

// Canaries are broken on purpose; boundaries.spec.ts runs what they are for.
module.exports = { ...preset, testPathIgnorePatterns: [...preset.testPathIgnorePatterns, '/canaries/'] };
