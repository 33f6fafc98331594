interface Branch<T> {
  /** Those whose subject ends here. */
  items: Set<T>;
  tokens: Map<string, Branch<T>>;
  /** What follows `*`. */
  any?: Branch<T>;
  /** Those whose subject goes on with `>`: everything below, but not this place itself. */
  rest: Set<T>;
}

const branch = <T>(): Branch<T> => ({ items: new Set(), tokens: new Map(), rest: new Set() });

/**
 * Who is interested in what: subscriptions by subject, one level of the tree for each token.
 * Finding all takers of a subject costs its number of tokens, however many subscriptions there are.
 */
export class SubjectTree<T> {
  private readonly root = branch<T>();

  add(subject: string, item: T): void {
    const tokens = subject.split('.');
    const last = tokens.at(-1) === '>' ? tokens.pop() : undefined;
    const end = tokens.reduce(descend, this.root as Branch<unknown>) as Branch<T>;
    (last ? end.rest : end.items).add(item);
  }

  /** Removes an item and every branch that holds nothing any more: reply inboxes come and go by the million. */
  remove(subject: string, item: T): void {
    prune(this.root, subject.split('.'), 0, item);
  }

  /** Collects all takers of a literal subject in `found`, which the caller provides so that none is made for each message. */
  match(subject: string, found: T[]): void {
    collect(this.root, subject, 0, found);
  }

  get isEmpty(): boolean {
    return isBare(this.root);
  }
}

function descend(parent: Branch<unknown>, token: string): Branch<unknown> {
  if (token === '*') return (parent.any ??= branch());
  const known = parent.tokens.get(token);
  if (known) return known;
  const made = branch<unknown>();
  parent.tokens.set(token, made);
  return made;
}

function collect<T>(at: Branch<T>, subject: string, start: number, found: T[]): void {
  for (const item of at.rest) found.push(item);
  const dot = subject.indexOf('.', start);
  const next = at.tokens.get(dot < 0 ? subject.slice(start) : subject.slice(start, dot));
  if (next) enter(next, subject, dot, found);
  if (at.any) enter(at.any, subject, dot, found);
}

function enter<T>(at: Branch<T>, subject: string, dot: number, found: T[]): void {
  if (dot >= 0) return collect(at, subject, dot + 1, found);
  for (const item of at.items) found.push(item);
}

function prune<T>(at: Branch<T>, tokens: string[], depth: number, item: T): void {
  const token = tokens[depth];
  if (token === undefined) return void at.items.delete(item);
  if (token === '>') return void at.rest.delete(item);
  const next = token === '*' ? at.any : at.tokens.get(token);
  if (!next) return;
  prune(next, tokens, depth + 1, item);
  if (!isBare(next)) return;
  if (token === '*') delete at.any;
  else at.tokens.delete(token);
}

function isBare(at: Branch<unknown>): boolean {
  return at.items.size === 0 && at.rest.size === 0 && at.tokens.size === 0 && !at.any;
}
