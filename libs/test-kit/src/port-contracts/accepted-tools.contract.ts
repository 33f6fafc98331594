import type { AcceptedTools, Fingerprints } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface AcceptedToolsHarness extends Harness {
  port: AcceptedTools;
}

/** Names that servers may give their tools and stores like to change. */
const ODD_NAMES = ['', '__proto__', 'constructor', 'toString', '10', '9', 'READ', 'read', 'NUL \0', 'half a pair \ud800', UNUSUAL_TEXT, 'x'.repeat(10_000)];

const fingerprintsOf = (names: string[]): Fingerprints => Object.fromEntries(names.map((name, index) => [name, `fingerprint ${index}`]));

export const acceptedToolsContract = defineContract<AcceptedToolsHarness>('accepted-tools', {
  'nothing-yet: of a configuration that nothing was accepted of, nothing is': async ({ port }) => {
    expect(await port.read('pconf_unknown')).toEqual({});
  },

  'accept-new: what is new is accepted, what was accepted before stays as it is': async ({ port }) => {
    await port.acceptNew('pconf_1', { read: 'first', write: 'first' });
    await port.acceptNew('pconf_1', { write: 'second', search: 'second' });
    expect(await port.read('pconf_1')).toEqual({ read: 'first', write: 'first', search: 'second' });
    await port.acceptNew('pconf_1', {});
    expect(await port.read('pconf_1')).toEqual({ read: 'first', write: 'first', search: 'second' });
  },

  'accept: a definition takes the place of the former one, those of other tools stay': async ({ port }) => {
    await port.acceptNew('pconf_1', { read: 'first', write: 'first' });
    await port.accept('pconf_1', { write: 'second', search: 'second' });
    expect(await port.read('pconf_1')).toEqual({ read: 'first', write: 'second', search: 'second' });
    await port.accept('pconf_1', {});
    expect(await port.read('pconf_1')).toEqual({ read: 'first', write: 'second', search: 'second' });
  },

  'accept-first: what was never seen before can be accepted, too': async ({ port }) => {
    await port.accept('pconf_1', { read: 'first' });
    expect(await port.read('pconf_1')).toEqual({ read: 'first' });
  },

  'verbatim: whatever tools are called, each has its own definition': async ({ port }) => {
    const odd = fingerprintsOf(ODD_NAMES);
    await port.acceptNew('pconf_1', odd);
    expect(new Map(Object.entries(await port.read('pconf_1')))).toEqual(new Map(Object.entries(odd)));
    const changed = Object.fromEntries(ODD_NAMES.map((name) => [name, 'changed']));
    await port.acceptNew('pconf_1', changed);
    expect(Object.entries(await port.read('pconf_1'))).toEqual(Object.entries(odd));
    await port.accept('pconf_1', changed);
    expect(new Map(Object.entries(await port.read('pconf_1')))).toEqual(new Map(Object.entries(changed)));
  },

  'thousands-of-tools: as many as a server may have are kept': async ({ port }) => {
    const fingerprints = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`tool_${index}`, String(index).padStart(64, '0')]));
    await port.acceptNew('pconf_1', fingerprints);
    expect(await port.read('pconf_1')).toEqual(fingerprints);
  },

  'first-at-once: of different first definitions of one tool that come at once one is accepted, and stays': async ({ port }) => {
    await concurrently(20, (index) => port.acceptNew('pconf_1', { read: `${index}`, [`own_${index}`]: `${index}` }));
    const accepted = await port.read('pconf_1');
    expect(Object.keys(accepted)).toHaveLength(21);
    await port.acceptNew('pconf_1', { read: 'late' });
    expect(await port.read('pconf_1')).toEqual(accepted);
  },

  'none-is-lost: of definitions of different tools that are accepted at once all are, and what is new does not undo them': async ({ port }) => {
    await port.acceptNew('pconf_1', { read: 'first' });
    await concurrently(20, (index) => (index % 2 === 0 ? port.accept('pconf_1', { [`tool_${index}`]: 'accepted' }) : port.acceptNew('pconf_1', { [`tool_${index - 1}`]: 'new', read: 'new' })));
    const expected = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`tool_${2 * index}`, 'accepted']));
    expect(await port.read('pconf_1')).toEqual({ ...expected, read: 'first' });
  },

  'configurations-do-not-interfere: what is accepted or removed of one is neither of another': async ({ port }) => {
    const ids = ['pconf_1', 'pconf_10', 'PCONF_1', 'pconf_%', 'pconf__'];
    for (const id of ids) await port.acceptNew(id, { read: id });
    await port.accept('pconf_1', { read: 'changed' });
    await port.remove(['pconf_%', 'pconf_unknown', 'pconf_10']);
    await port.remove([]);
    expect(await Promise.all(ids.map((id) => port.read(id)))).toEqual([{ read: 'changed' }, {}, { read: 'PCONF_1' }, {}, { read: 'pconf__' }]);
  },

  'remove-forgets: what was removed is new again': async ({ port }) => {
    await port.acceptNew('pconf_1', { read: 'first', write: 'first' });
    await port.remove(['pconf_1']);
    await port.acceptNew('pconf_1', { read: 'second' });
    expect(await port.read('pconf_1')).toEqual({ read: 'second' });
  },

  'copies: neither what was given nor what was read leads into the store': async ({ port }) => {
    const given: Fingerprints = { read: 'first' };
    await port.acceptNew('pconf_1', given);
    given.read = 'spoiled';
    const read = await port.read('pconf_1');
    read.read = 'spoiled';
    expect(await port.read('pconf_1')).toEqual({ read: 'first' });
  },

  'read-at-once: of many who read at once each is told of their own configuration': async ({ port }) => {
    for (let index = 0; index < 10; index += 2) await port.acceptNew(`pconf_${index}`, { read: `${index}` });
    const told = await concurrently(20, (index) => port.read(`pconf_${index % 10}`));
    expect(told).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? { read: `${index % 10}` } : {})));
  },
});

export const describeAcceptedToolsContract = acceptedToolsContract.describe;
