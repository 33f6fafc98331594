import { MoorageError } from '@moorage/domain';

/** The answer of `work`, or a failed clause when it has not come after `ms` milliseconds: no suite waits for ever. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new MoorageError('INTERNAL_ERROR', { message: `There was no answer within ${ms} ms.` })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until `condition` holds, looking every few milliseconds, for at most `ms`. */
export async function eventually(condition: () => boolean | Promise<boolean>, ms = 2_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new MoorageError('INTERNAL_ERROR', { message: `The condition did not come true within ${ms} ms.` });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
