/**
 * Lets plain Node load the TypeScript of the suite, for tests that need a process of their own:
 * `node -r from-source.cjs script.ts`.
 */
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const swc = require('@swc/core');

const root = path.join(__dirname, '../../..');
const { $schema, exclude, ...options } = JSON.parse(fs.readFileSync(path.join(root, '.swcrc'), 'utf8'));

Module._extensions['.ts'] = (module, filename) => {
  const { code } = swc.transformSync(fs.readFileSync(filename, 'utf8'), { ...options, filename, swcrc: false, sourceMaps: 'inline' });
  module._compile(code, filename);
};

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const library = /^@moorage\/([a-z-]+)$/.exec(request)?.[1];
  return resolve.call(Module, library ? path.join(root, 'libs', library, 'src/index.ts') : request, ...rest);
};
