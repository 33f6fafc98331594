const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** What can go right or wrong when a connector is checked. Each connector tests every one of them, or says why it cannot happen. */
const CASES = ['good', 'wrong credential', 'wrong host', 'closed port', 'unknown name', 'missing permission', 'silent server', 'wrong TLS', 'missing object'];

const HOME = 'libs/adapters-knowledge/src';
const SIDES = { sources: 'def_', destinations: 'ddef_' };

const CHECK_SPEC = /\.check(?:\.infra)?\.spec\.ts$/;
/** A test, also one of several with the same promise: `it('case: promise'` or `it.each([…])('case: promise'`. */
const TEST = /(?:\bit|\))\(\s*(['"`])([a-zA-Z ]+): (.+?)\1,/g;

/** Texts of the files of a folder by their name. */
function filesIn(folder) {
  return Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * Every connector of the repository: `{id, folder, files, excuses}`. `load` answers what `not-applicable` in a folder below `sources` or
 * `destinations` exports.
 */
function connectorsIn(root, load) {
  return Object.entries(SIDES).flatMap(([side, prefix]) => {
    const folders = readdirSync(join(root, HOME, side), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return folders.map(({ name }) => {
      const folder = `${HOME}/${side}/${name}`;
      const files = filesIn(join(root, folder));
      const excuses = 'not-applicable.ts' in files ? load(`${side}/${name}`).notApplicable : {};
      return { id: `${prefix}${name.replaceAll('-', '_')}`, folder, files, excuses };
    });
  });
}

/** What each case of one connector rests on: tests with their file, or the reason why there is none; and what is missing. */
function casesOf({ id, folder, files, excuses }) {
  const tests = Object.entries(files).filter(([name]) => CHECK_SPEC.test(name)).flatMap(([name, text]) => [...text.matchAll(TEST)].map(([, , title, promise]) => ({ title, promise, file: `${folder}/${name}` })));
  const cells = CASES.map((title) => ({ title, tests: tests.filter((test) => test.title === title), excuse: excuses[title] }));
  const faults = [
    ...cells.filter(({ tests: found, excuse }) => found.length === 0 && !excuse).map(({ title }) => `${id} has no test called '${title}: …', and not-applicable.ts does not say why.`),
    ...cells.filter(({ tests: found, excuse }) => found.length > 0 && excuse).map(({ title }) => `${id} has a test for '${title}', and says that it cannot happen.`),
    ...[...tests.map(({ title }) => title).filter(soundsLikeACase), ...Object.keys(excuses)].filter((title) => !CASES.includes(title)).map((title) => `${id} names the case '${title}', which there is not.`),
  ];
  return { id, folder, cells, faults };
}

/** Other tests may have a colon in their titles, too. */
function soundsLikeACase(title) {
  return CASES.some((each) => each.split(' ')[0] === title.split(' ')[0]);
}

module.exports = { CASES, casesOf, connectorsIn };
