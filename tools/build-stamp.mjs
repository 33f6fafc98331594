// Whether the compiled code is that of the sources: the newest source against a stamp written after the last build.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = join('node_modules', '.moorage-built');
const SOURCES = ['apps', 'libs'];
const SHARED = ['pnpm-lock.yaml', '.swcrc', 'package.json', 'nx.json'];

export function isBuilt(root) {
  const stamp = modified(join(root, STAMP));
  return stamp > 0 && [...SHARED.map((name) => join(root, name)), ...SOURCES.flatMap((name) => files(join(root, name)))].every((file) => modified(file) <= stamp);
}

export function markBuilt(root) {
  writeFileSync(join(root, STAMP), '');
}

/** Every file and folder below (a deleted file changes its folder), but for what was made or installed. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return ['dist', 'node_modules'].includes(entry.name) ? [] : [path, ...files(path)];
  });
}

function modified(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
