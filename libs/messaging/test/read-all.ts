import type { MessageContext } from '../src/message-context';
import { untilAborted } from './gate';
import { counting, type CountFrame } from './greetings';

/** All frames of a stream, and the error that ended it. */
export async function readAll(frames: AsyncIterable<CountFrame>): Promise<{ numbers: number[]; error?: unknown }> {
  const numbers: number[] = [];
  try {
    for await (const { number } of frames) numbers.push(number);
    return { numbers };
  } catch (error) {
    return { numbers, error };
  }
}

/** Counts, and waits after the last number until nobody reads any more. */
export async function* lingering(request: { what: string; to?: number }, { signal }: MessageContext): AsyncGenerator<CountFrame> {
  yield* counting(request);
  await untilAborted(signal);
}
