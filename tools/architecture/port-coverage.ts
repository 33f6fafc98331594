/** Ports for which an adapter in memory would be silly, and why. `docs/adr/0001` and `ARCHITECTURE.md` name them, too. */
export const WITHOUT_MEMORY_ADAPTER: Readonly<Record<string, string>> = {
  'json-schemas': 'a second validator of JSON Schema would be either dishonest or as large as the first; the real one needs no outside world',
};

interface Port {
  name: string;
  className: string;
}

interface Adapter {
  port: Port;
  /** The part of the file name after the port: `memory`, `postgres`, … */
  technology: string;
  file: string;
  library: string;
}

/** Source texts by path from the root of the repository, with `/`. */
export type Sources = ReadonlyMap<string, string>;

const ADAPTER_LIBRARY = /^libs\/(adapters-[a-z-]+|messaging)\/src\//;
const isSpec = (file: string): boolean => file.endsWith('.spec.ts');
/** Specs, and what lies in a library's `test` folder for them: nothing there is left that no spec imports, or it would be an orphan. */
const isProof = (file: string): boolean => isSpec(file) || /^libs\/[a-z-]+\/test\//.test(file);

/** All ports: the abstract classes of the `*.port.ts` files. */
export function portsOf(sources: Sources): Port[] {
  return [...sources].flatMap(([file, text]) => {
    const name = /^libs\/domain\/src\/ports\/([a-z0-9-]+)\.port\.ts$/.exec(file)?.[1];
    const classes = name === undefined ? [] : [...text.matchAll(/^export abstract class (\w+)/gm)];
    return classes.map(([, className = '']) => ({ name: name ?? '', className }));
  });
}

/** All adapters: the files of adapter libraries that are named after a port. */
export function adaptersOf(sources: Sources): Adapter[] {
  const ports = new Map(portsOf(sources).map((port) => [port.name, port]));
  return [...sources.keys()].flatMap((file) => {
    const library = ADAPTER_LIBRARY.exec(file)?.[1];
    const [, name = '', technology = ''] = /([a-z0-9-]+)\.([a-z0-9-]+)\.ts$/.exec(file) ?? [];
    const port = ports.get(name);
    return library && port && technology !== 'spec' && !isSpec(file) ? [{ port, technology, file, library }] : [];
  });
}

/** Everything that keeps a port from being proven, one sentence each; empty when all is well. */
export function portCoverageFaults(sources: Sources): string[] {
  const [ports, adapters] = [portsOf(sources), adaptersOf(sources)];
  return [
    ...ports.flatMap((port) => [...promiseFaults(port, sources), ...suiteFaults(port, sources), ...choiceFaults(port, adapters)]),
    ...adapters.flatMap((adapter) => adapterFaults(adapter, sources)),
    ...strayFaults(ports, adapters, sources),
  ];
}

/** The class and each of its abstract members say what they promise: the specification is nowhere else. */
function promiseFaults({ name, className }: Port, sources: Sources): string[] {
  const port = `libs/domain/src/ports/${name}.port.ts`;
  const text = sources.get(port) ?? '';
  const start = text.search(new RegExp(`^export abstract class ${className}\\b`, 'm'));
  const end = text.indexOf('\n}', start);
  const members = [...text.matchAll(/^[ \t]+(?:(?:public|protected|override) )*abstract [^(:;<=]*?(\w+)\??[(:;<]/gm)].filter(({ index }) => index > start && index < end);
  return [
    ...(isDocumented(text, start) ? [] : [`${port}: ${className} has no doc comment, so it promises nothing.`]),
    ...members.flatMap(({ 1: member = '', index }) => (isDocumented(text, index) ? [] : [`${port}: ${className}.${member} has no doc comment, so it promises nothing.`])),
  ];
}

/** Whether a doc comment with words in it ends right before this place. */
function isDocumented(text: string, place: number): boolean {
  const before = text.slice(0, place).trimEnd();
  const comment = before.slice(before.lastIndexOf('/*'));
  return comment.startsWith('/**') && comment.indexOf('*/') === comment.length - 2 && /\w/.test(comment);
}

function suiteFaults({ name, className }: Port, sources: Sources): string[] {
  const suite = `libs/test-kit/src/port-contracts/${name}.contract.ts`;
  const registrar = `describe${className}Contract`;
  return [
    ...(sources.get(suite)?.includes(`export const ${registrar} `) ? [] : [`${className} has no contract suite: ${suite} should export ${registrar}.`]),
    ...(sources.get('libs/test-kit/src/index.ts')?.includes(registrar) ? [] : [`${registrar} is not exported by the test kit.`]),
  ];
}

function choiceFaults({ name, className }: Port, adapters: Adapter[]): string[] {
  const technologies = adapters.filter(({ port }) => port.name === name).map(({ technology }) => technology);
  const [inMemory, excused] = [technologies.includes('memory'), name in WITHOUT_MEMORY_ADAPTER];
  return [
    ...(inMemory || excused ? [] : [`${className} has no adapter in memory.`]),
    ...(inMemory && excused ? [`${className} has an adapter in memory and no longer needs to be excused.`] : []),
    ...(technologies.some((technology) => technology !== 'memory') ? [] : [`${className} has no real adapter.`]),
  ];
}

function adapterFaults({ port: { className }, file, library }: Adapter, sources: Sources): string[] {
  const stem = file.slice(file.lastIndexOf('/') + 1, -'.ts'.length);
  const specs = [...sources].filter(([path]) => path.startsWith(`libs/${library}/`) && isProof(path));
  const proven = specs.some(([, text]) => text.includes(`/${stem}'`) && text.includes(`describe${className}Contract(`));
  return [
    ...(new RegExp(`class \\w+ implements [\\w, ]*\\b${className}\\b`).test(sources.get(file) ?? '') ? [] : [`${file} has no class that implements ${className}.`]),
    ...(proven ? [] : [`${file}: no spec of ${library} imports it and calls describe${className}Contract.`]),
  ];
}

/** An adapter in a file of another name would escape the rules above. */
function strayFaults(ports: Port[], adapters: Adapter[], sources: Sources): string[] {
  const known = new Set(adapters.map(({ file, port }) => `${file} ${port.className}`));
  const candidates = [...sources].filter(([file]) => ADAPTER_LIBRARY.test(file) && !isSpec(file));
  return candidates.flatMap(([file, text]) =>
    ports
      .filter(({ className }) => new RegExp(`class \\w+ (extends \\w+ )?implements [\\w, ]*\\b${className}\\b`).test(text) && !known.has(`${file} ${className}`))
      .map(({ name, className }) => `${file} implements ${className} and should be called ${name}.<technology>.ts.`),
  );
}
