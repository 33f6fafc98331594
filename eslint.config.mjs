// What the compiler does not see. Every rule has a canary in tools/architecture/canaries; exceptions stand here, never in the code.
import jest from 'eslint-plugin-jest';
import typescript from 'typescript-eslint';
import { houseRules } from './tools/architecture/house-rules.mjs';

const SPECS = ['**/*.spec.ts'];
const SUITES = ['libs/test-kit/src/**/*.ts', '**/*.contract.ts', '**/*.journey.ts'];

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '.data/**', 'tools/architecture/canaries/**'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: typescript.parser, parserOptions: { projectService: true } },
    plugins: { '@typescript-eslint': typescript.plugin, house: houseRules },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      // It would turn the import of an injected port into a type import, and the port is its own injection token.
      '@typescript-eslint/consistent-type-imports': 'off',
      'house/kebab-case-files': 'error',
      'house/no-default-export': 'error',
      'house/no-export-star': 'error',
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: SPECS,
    rules: { 'house/no-plain-error': 'error' },
  },
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: [...SPECS, '**/*.env.ts', '**/main.ts'],
    rules: { 'house/environment-in-env-files': 'error' },
  },
  {
    // Long by nature: lists of cases, of statements, of entries.
    files: [...SPECS, ...SUITES, '**/migrations/*.ts', '**/*catalogue*.ts', '**/well-known-*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: [...SPECS, ...SUITES],
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/valid-expect': 'error',
      'jest/valid-expect-in-promise': 'error',
    },
  },
  {
    files: SPECS,
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', '**.expect*', 'expect*'] }],
      'jest/no-identical-title': 'error',
    },
  },
];
