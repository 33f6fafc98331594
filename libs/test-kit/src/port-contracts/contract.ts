import { MoorageError } from '@moorage/domain';

/** One adapter, opened for one clause. Suites add what they need to know or to steer. */
export interface Harness {
  /** Closes and removes everything the harness opened. Called once, also after a failed clause. */
  dispose(): Promise<void>;
}

/** A promise that an adapter does not keep, and why that is right. The clause then has to fail. */
export interface Exemption {
  /** Full id of the clause, such as `ids/ids-are-unguessable`. */
  clause: string;
  reason: string;
}

export interface ContractOptions {
  exempt?: Exemption[];
}

/** One testable sentence of a port's doc comment. */
export interface Clause<H> {
  /** `port/short-name`: stable, exemptions and proofs refer to it. */
  id: string;
  promise: string;
  run(harness: H): Promise<void> | void;
}

/** The promises of one port as tests that run on every adapter. */
export interface Contract<H extends Harness> {
  readonly port: string;
  readonly clauses: readonly Clause<H>[];
  /** Registers one jest test for each clause, every one on a fresh harness. Exempted clauses run inverted: they must fail. */
  readonly describe: (name: string, open: () => Promise<H>, options?: ContractOptions) => void;
  /** Runs all clauses without jest's help and answers the ids of those that failed: proves that the suite bites. */
  readonly failing: (open: () => Promise<H>) => Promise<string[]>;
}

/** Makes a contract from `'short-name: the promise in words'` → test. */
export function defineContract<H extends Harness>(port: string, promises: Record<`${string}: ${string}`, Clause<H>['run']>): Contract<H> {
  const clauses = Object.entries(promises).map(([title, run]) => {
    const [name = '', ...promise] = title.split(': ');
    return { id: `${port}/${name}`, promise: promise.join(': '), run };
  });
  return {
    port,
    clauses,
    describe: (name, open, options = {}) => register(port, clauses, name, open, options.exempt ?? []),
    failing: (open) => failing(clauses, open),
  };
}

function register<H extends Harness>(port: string, clauses: Clause<H>[], name: string, open: () => Promise<H>, exempt: Exemption[]): void {
  checkExemptions(port, clauses, exempt);
  const exempted = new Map(exempt.map(({ clause, reason }) => [clause, reason]));
  describe(`${name} keeps the ${port} contract`, () => {
    let harness: H | undefined;
    // In a hook, not in the test: a harness that does not open must not pass for a promise that is rightly broken.
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(async () => {
      const opened = harness;
      harness = undefined;
      await opened?.dispose();
    });
    for (const { id, promise, run } of clauses) {
      const reason = exempted.get(id);
      const title = `${id}: ${promise}`;
      if (reason === undefined) it(title, async () => run(harness as H));
      else it.failing(`${title} (exempt: ${reason})`, async () => run(harness as H));
    }
  });
}

function checkExemptions<H>(port: string, clauses: Clause<H>[], exempt: Exemption[]): void {
  const known = new Set(clauses.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { clause, reason } of exempt) {
    if (!known.has(clause)) refuse(`The contract of ${port} has no clause "${clause}" to be exempt from.`);
    if (reason.trim() === '') refuse(`The exemption from ${clause} gives no reason.`);
    if (seen.has(clause)) refuse(`There are two exemptions from ${clause}.`);
    seen.add(clause);
  }
}

async function failing<H extends Harness>(clauses: Clause<H>[], open: () => Promise<H>): Promise<string[]> {
  const failed: string[] = [];
  for (const { id, run } of clauses) {
    const harness = await open();
    try {
      await run(harness);
    } catch {
      failed.push(id);
    } finally {
      await harness.dispose();
    }
  }
  return failed;
}

function refuse(message: string): never {
  throw new MoorageError('INTERNAL_ERROR', { message });
}
