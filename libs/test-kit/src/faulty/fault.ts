import type { Harness } from '../port-contracts/contract';

/** An adapter that is wrong on purpose in one way: an honest one with something spoiled. */
export interface Fault<H extends Harness> {
  /** What is wrong, as the name of the faulty adapter. */
  name: string;
  /** Short names of exactly the clauses that must report it. */
  fails: string[];
  spoil(honest: H): H;
}

/** A fault in the methods of the port itself. Called once for each harness, so `methods` may keep state of its own. */
export function portFault<H extends Harness & { port: object }>(name: string, fails: string[], methods: (honest: H['port']) => Partial<H['port']>): Fault<H> {
  return { name, fails, spoil: (honest) => ({ ...honest, port: replaced(honest.port, methods) }) };
}

/** `honest` with some of its methods replaced. */
export function replaced<P extends object>(honest: P, methods: (honest: P) => Partial<P>): P {
  const replacements = methods(honest);
  const get = (_target: P, name: string | symbol): unknown => {
    if (Object.hasOwn(replacements, name)) return Reflect.get(replacements, name);
    const member: unknown = Reflect.get(honest, name);
    return typeof member === 'function' ? member.bind(honest) : member;
  };
  return new Proxy(honest, { get });
}

/** Gives way to everything else that is ready to run: where a careless adapter loses its atomicity. */
export const otherTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Gives everybody who asks while an answer is under way that answer, whatever they ask for. */
export function shared<Question extends unknown[], Answer>(ask: (...question: Question) => Promise<Answer>): (...question: Question) => Promise<Answer> {
  let underWay: Promise<Answer> | undefined;
  return (...question) => (underWay ??= ask(...question).finally(() => (underWay = undefined)));
}
