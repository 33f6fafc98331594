import { join } from 'node:path';
import { NATIVE_DESTINATIONS, NATIVE_SOURCES } from '../libs/adapters-knowledge/src/native/catalogue';
import { CASES, casesOf, connectorsIn } from './connector-matrix.cjs';

const SOURCES = join(__dirname, '../libs/adapters-knowledge/src');
const load = (folder: string) => require(join(SOURCES, folder, 'not-applicable')) as { notApplicable: Record<string, string> };
const connectors = connectorsIn(join(__dirname, '..'), load);
const tested = (titles: readonly string[]) => titles.map((title) => `it('${title}: promises something', async () => {});`).join('\n');
const faultsOf = (files: Record<string, string>, excuses: Record<string, string> = {}) => casesOf({ id: 'def_wiki', folder: 'sources/wiki', files, excuses }).faults;

describe('The matrix of connectors', () => {
  it('has a row for every native connector, and every folder is one', () => {
    expect(connectors.map(({ id }) => id).sort()).toEqual([...Object.keys(NATIVE_SOURCES), ...Object.keys(NATIVE_DESTINATIONS)].sort());
  });

  it.each(connectors.map((connector) => [connector.id, connector] as const))('%s tests every case or says why it cannot happen', (_id, connector) => {
    expect(casesOf(connector).faults).toEqual([]);
  });

  it('misses a case without a test and without a reason', () => {
    expect(faultsOf({ 'wiki.check.spec.ts': tested(CASES.slice(1)) })).toEqual([`def_wiki has no test called 'good: …', and not-applicable.ts does not say why.`]);
  });

  it('takes a reason for a test, but not both', () => {
    const excuse = { 'wrong TLS': 'it never uses TLS' };
    expect(faultsOf({ 'wiki.check.spec.ts': tested(CASES.filter((title) => title !== 'wrong TLS')) }, excuse)).toEqual([]);
    expect(faultsOf({ 'wiki.check.infra.spec.ts': tested(CASES) }, excuse)).toEqual([`def_wiki has a test for 'wrong TLS', and says that it cannot happen.`]);
  });

  it('counts a test that runs for several values', () => {
    const each = "it.each(['a', 'b'])('good: promises something of %s', async () => {});";
    expect(faultsOf({ 'wiki.check.spec.ts': `${each}\n${tested(CASES.slice(1))}` })).toEqual([]);
  });

  it('does not let a misspelt case pass for another', () => {
    expect(faultsOf({ 'wiki.check.spec.ts': tested([...CASES, 'wrong password']) })).toEqual([`def_wiki names the case 'wrong password', which there is not.`]);
  });

  it('does not count what stands in other specs', () => {
    expect(faultsOf({ 'read.spec.ts': tested(CASES) })).toHaveLength(CASES.length);
  });
});
