import { ConnectionFailed } from '../connection-failed';

/** Why a command could not be started. */
export function startFailure(error: unknown, command: string): ConnectionFailed {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ConnectionFailed('COMMAND_NOT_FOUND', { command });
    case 'EACCES':
    case 'EPERM':
    case 'ENOEXEC':
      return new ConnectionFailed('COMMAND_NOT_EXECUTABLE', { command });
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return new ConnectionFailed('COMMANDS_BUSY', {}, { cause: error });
    case 'E2BIG':
    case 'ERR_INVALID_ARG_VALUE':
      return new ConnectionFailed('CONFIGURATION_NOT_USABLE', { what: 'an argument or variable' }, { cause: error });
    default:
      return new ConnectionFailed('UNEXPECTED', {}, { cause: error });
  }
}
