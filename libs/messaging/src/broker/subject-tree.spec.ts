import { randomFrom } from '../../test/random';
import { isSubscribable } from './subject';
import { SubjectTree } from './subject-tree';

/** The rule in its plainest form, to hold the tree against. */
function matches(pattern: string, subject: string): boolean {
  const [patterns, tokens] = [pattern.split('.'), subject.split('.')];
  if (patterns.at(-1) === '>') return tokens.length >= patterns.length && matches(patterns.slice(0, -1).join('.'), tokens.slice(0, patterns.length - 1).join('.'));
  return patterns.length === tokens.length && patterns.every((token, index) => token === '*' || token === tokens[index]);
}

function found(tree: SubjectTree<string>, subject: string): string[] {
  const takers: string[] = [];
  tree.match(subject, takers);
  return takers.sort();
}

function subjectFrom(random: () => number, alphabet: string[]): string {
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('.');
}

describe('SubjectTree', () => {
  it('finds what the plain rule of matching finds, also while subscriptions come and go', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = randomFrom(seed);
      const tree = new SubjectTree<string>();
      const present = new Map<string, string>();
      for (let step = 0; step < 80; step += 1) {
        const pattern = subjectFrom(random, ['a', 'b', '*', '>']);
        const [gone] = present.keys();
        if (isSubscribable(pattern)) (tree.add(pattern, `${step}`), present.set(`${step}`, pattern));
        if (gone && random() < 0.3) (tree.remove(present.get(gone) ?? '', gone), present.delete(gone));
        const subject = subjectFrom(random, ['a', 'b', 'c']);
        const expected = [...present].filter(([, each]) => each === '>' || matches(each, subject)).map(([id]) => id);
        expect(found(tree, subject)).toEqual(expected.sort());
      }
    }
  });

  it('keeps nothing of subscriptions that are gone', () => {
    const tree = new SubjectTree<number>();
    const subjects = ['a', 'a.b.c', 'a.*', '*.*.c', '>', 'a.>', '*.>'];
    subjects.forEach((subject, id) => tree.add(subject, id));
    subjects.forEach((subject, id) => tree.remove(subject, id));
    expect(tree.isEmpty).toBe(true);
  });

  it('removes only what is there', () => {
    const tree = new SubjectTree<string>();
    tree.add('a.b', 'kept');
    for (const subject of ['a', 'a.b.c', 'x.y', 'a.*', 'a.>', '>']) tree.remove(subject, 'kept');
    tree.remove('a.b', 'another');
    expect(found(tree, 'a.b')).toEqual(['kept']);
  });

  it('takes tokens named like members of objects for ordinary tokens', () => {
    const tree = new SubjectTree<string>();
    tree.add('__proto__.constructor', 'odd');
    expect(found(tree, '__proto__.constructor')).toEqual(['odd']);
    expect(found(tree, 'toString')).toEqual([]);
  });
});
