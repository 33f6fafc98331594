import { MoorageError } from '@moorage/domain';

/** Answers that last until someone ends them. A gateway that closes does; whoever listens comes back, to another one. */
export class StandingStreams {
  readonly #open = new Set<AbortController>();
  #closed = false;

  /** Answers how to let go of it. Throws once the gateway is closing. */
  hold(life: AbortController): () => void {
    if (this.#closed) throw closing();
    this.#open.add(life);
    return () => void this.#open.delete(life);
  }

  /** Ends all that are open, and takes no more. */
  endAll(): void {
    this.#closed = true;
    for (const life of this.#open) life.abort(closing());
  }
}

function closing(): MoorageError {
  return new MoorageError('SERVICE_UNAVAILABLE', { message: 'This gateway is closing. Connect again.' });
}
