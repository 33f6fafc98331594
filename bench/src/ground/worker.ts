/** A process of the bench that does one kind of work when asked, and ends with its parent. */
export type Work = (request: never) => Promise<unknown>;

/** Question and answer between the bench and one of its processes. */
export interface Question {
  id: number;
  name: string;
  request: unknown;
}
export type Answer = { id: number; result: unknown } | { id: number; error: string };

/** Serves `works` by name to the parent process. The first message says that it is ready. */
export function serveWorks(works: Record<string, Work>): void {
  process.on('message', ({ id, name, request }: Question) => {
    const work = works[name] as (request: unknown) => Promise<unknown>;
    void work(request).then(
      (result) => answer({ id, result }),
      (error: unknown) => answer({ id, error: error instanceof Error ? `${error.message}` : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  answer({ id: 0, result: 'ready' });
}

function answer(message: Answer): void {
  process.send?.(message);
}
