import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import { sizeFaults } from '../../personal/size-limits';

/** A page of a hundred has to fit into one message. */
const MAX_BYTES = 32 * 1024;

/** Rejects with `VALIDATION_ERROR` unless something can be run with it. Whether it may be run is for the operator to say. */
export function assertCommand(command: string[] | undefined): void {
  const faults = commandFaults(command ?? []);
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
}

function commandFaults(command: string[]): FieldFault[] {
  const [program = ''] = command;
  if (program.trim() === '') return [{ field: 'command', message: 'command must name the program to run, followed by its arguments', rule: 'required' }];
  return sizeFaults('command', command, MAX_BYTES);
}
