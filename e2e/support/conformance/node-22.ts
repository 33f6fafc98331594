import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A Node that is new enough for the suite and the inspector: the one that runs, or the one of the registry for this platform. */
export function node22(): string {
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  const installed = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`].find((name) => manifestOf(name));
  if (!installed) throw new Error(`There is no Node 22 for ${process.platform}-${process.arch} among the optionalDependencies of e2e/package.json: run this with Node 22.`);
  return join(dirname(manifestOf(installed) ?? ''), 'bin', 'node');
}

function manifestOf(name: string): string | undefined {
  try {
    return createRequire(__filename).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
