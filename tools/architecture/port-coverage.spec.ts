import fs from 'node:fs';
import path from 'node:path';
import { adaptersOf, portCoverageFaults, portsOf, WITHOUT_MEMORY_ADAPTER, type Sources } from './port-coverage';

const ROOT = path.join(__dirname, '../..');

function readLibraries(): Sources {
  const folders = fs.readdirSync(path.join(ROOT, 'libs')).flatMap((library) => [path.join('libs', library, 'src'), path.join('libs', library, 'test')]);
  const files = folders.flatMap((folder) => {
    const names = fs.existsSync(path.join(ROOT, folder)) ? fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }) : [];
    return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
  });
  return new Map(files.map((file) => [file.split(path.sep).join('/'), fs.readFileSync(path.join(ROOT, file), 'utf8')]));
}

describe('Ports are promises that run', () => {
  const sources = readLibraries();

  it('looks at the whole house', () => {
    expect(portsOf(sources).length).toBeGreaterThanOrEqual(18);
    expect(adaptersOf(sources).filter(({ technology }) => technology === 'memory').length).toBeGreaterThanOrEqual(18);
  });

  it('has for every port a doc comment, a suite and adapters, and for every adapter a spec that runs the suite', () => {
    expect(portCoverageFaults(sources)).toEqual([]);
  });

  it.each(['ARCHITECTURE.md', 'docs/adr/0001-ports-are-abstract-classes-with-contract-suites.md'])('says in %s which ports have no adapter in memory', (document) => {
    const excused = portsOf(sources).filter(({ name }) => name in WITHOUT_MEMORY_ADAPTER);
    expect(excused).toHaveLength(Object.keys(WITHOUT_MEMORY_ADAPTER).length);
    for (const { className } of excused) expect(fs.readFileSync(path.join(ROOT, document), 'utf8')).toContain(`\`${className}\``);
  });
});

describe('The check of port coverage', () => {
  const PORT = 'libs/domain/src/ports/tide-table.port.ts';
  const SUITE = 'libs/test-kit/src/port-contracts/tide-table.contract.ts';
  const INDEX = 'libs/test-kit/src/index.ts';
  const MEMORY = 'libs/adapters-memory/src/tide-table.memory.ts';
  const REAL = 'libs/adapters-node/src/tides/tide-table.almanac.ts';
  const SPEC = "import { Tides } from './tide-table.memory';\nimport { Almanac } from './tides/tide-table.almanac';\ndescribeTideTableContract('x', open);";
  const portOf = (ofClass: string, ofNext: string, ofWatch: string): string =>
    [ofClass, 'export abstract class TideTable {', ofNext, '  abstract next(after: Date): Date | null;', ofWatch, '  abstract watch<T>(f: () => T): Promise<T>;', '}', ''].join('\n');
  const GOOD: Record<string, string> = {
    [PORT]: portOf('/** Tides. */', '  /**\n   * The next one.\n   */', '  /** Calls back. */'),
    [SUITE]: 'export const describeTideTableContract = tideTableContract.describe;',
    [INDEX]: 'export { describeTideTableContract } from …',
    [MEMORY]: 'export class MemoryTideTable implements TideTable {}',
    [REAL]: 'export class AlmanacTideTable implements Almanac, TideTable {}',
    'libs/adapters-memory/src/tide-table.contract.spec.ts': SPEC,
    'libs/adapters-node/test/describe-tides.ts': SPEC,
  };
  const faultsWith = (change: Record<string, string | undefined>): string[] => {
    const files = Object.entries({ ...GOOD, ...change }).flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const]));
    return portCoverageFaults(new Map(files));
  };

  it('finds no fault with a port that is proven', () => {
    expect(faultsWith({})).toEqual([]);
  });

  it.each([
    ['a port without a doc comment', { [PORT]: portOf('', '  /** The next one. */', '  /** Calls back. */') }, 'TideTable has no doc comment'],
    ['a port whose only comment is of something else', { [PORT]: portOf('/** Level. */\nexport type Level = number;', '/** a */', '/** b */') }, 'TideTable has no doc comment'],
    ['an abstract method without a doc comment', { [PORT]: portOf('/** Tides. */', '', '  /** Calls back. */') }, 'TideTable.next has no doc comment'],
    ['a generic method without a doc comment', { [PORT]: portOf('/** Tides. */', '  /** The next one. */', '') }, 'TideTable.watch has no doc comment'],
    ['a method with a comment that promises nothing', { [PORT]: portOf('/** Tides. */', '  /* The next one. */', '  /** Calls back. */') }, 'TideTable.next has no doc comment'],
    ['a method with an empty doc comment', { [PORT]: portOf('/** Tides. */', '  /** The next one. */', '  /** */') }, 'TideTable.watch has no doc comment'],
    ['an abstract field without a doc comment', { [PORT]: portOf('/** Tides. */', '  abstract readonly zone: string;\n  /** The next one. */', '  /** b */') }, 'TideTable.zone has no doc comment'],
    ['a port without a suite', { [SUITE]: undefined }, 'has no contract suite'],
    ['a suite that nobody can import', { [INDEX]: '' }, 'is not exported by the test kit'],
    ['a port without an adapter in memory', { [MEMORY]: undefined }, 'has no adapter in memory'],
    ['a port without a real adapter', { [REAL]: undefined }, 'has no real adapter'],
    ['an adapter that implements something else', { [REAL]: 'export class Almanac implements Book {}' }, 'has no class that implements TideTable'],
    ['an adapter without a spec', { 'libs/adapters-node/test/describe-tides.ts': undefined }, 'no spec of adapters-node imports it'],
    ['an adapter whose spec does not run the suite', { 'libs/adapters-node/test/describe-tides.ts': "import './tides/tide-table.almanac';" }, 'calls describeTideTableContract'],
    ['an adapter under another name', { 'libs/messaging/src/moon.ts': 'class Moon implements TideTable {}' }, 'should be called tide-table.<technology>.ts'],
  ])('reports %s', (_what, change, sentence) => {
    const faults = faultsWith(change);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(sentence);
  });
});
