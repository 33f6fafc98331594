import { invariant } from '@moorage/domain';

/** Stands where a port has nothing to call: for what is absent, say. */
export function neverCalled(): never {
  invariant(false, 'this is not called');
}
