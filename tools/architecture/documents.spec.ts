import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const DOCUMENTS = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/adr')];

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

/** Links, and whole paths in code style; a path with a place to fill in names nothing. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map((match) => join(dirname(document), match[1] ?? ''));
  const named = [...text.matchAll(/`((?:apps|libs|tools|docs|e2e)\/[^`\s<>*…]+)`/g)].map((match) => match[1] ?? '');
  return [...links, ...named];
}

it('there are documents to look at', () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/glossary.md', 'docs/adr/0000-template.md']));
});

it.each(DOCUMENTS)('%s names only files that exist', (document) => {
  expect(pathsIn(document).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

it('decisions are numbered without a gap', () => {
  const numbers = markdownIn('docs/adr').map((path) => Number(path.slice('docs/adr/'.length, 'docs/adr/'.length + 4)));
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index));
});
