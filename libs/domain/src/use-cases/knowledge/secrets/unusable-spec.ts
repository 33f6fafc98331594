import { MoorageError } from '../../../errors/moorage-error';

/** The error for a spec in which secrets cannot be told from other values: better no configuration than one that is shown unmasked. */
export function unusableSpec(why: string): MoorageError {
  return new MoorageError('UNPROCESSABLE', { message: `What the connector says of its configuration cannot be used: ${why}. Tell the author of the connector.`, details: { reason: why } });
}
