import { MESSAGE_BYTES, type Failure, type McpTarget, type RpcMessage, type UpstreamSettings } from '@moorage/domain';
import { ConnectionFailed, type GuardedProcess, type GuardedProcesses } from '@moorage/egress';
import { CommandChannel } from '../command-channel';
import { CommandRun } from '../command-run';
import { traced } from '../stdio-connection';
import type { Channel, OpenChannel } from './channel';

/** Starts a command that speaks MCP over its standard input and output. */
export function commandChannel(processes: GuardedProcesses, { command }: McpTarget, { era }: UpstreamSettings): OpenChannel {
  return async (hear, signal) => {
    if (!command) throw new ConnectionFailed('COMMAND_MISSING');
    const run = new CommandRun(processes, command, { signal, limits: { lineBytes: MESSAGE_BYTES, bytes: Infinity } });
    return new CommandWay(run, await run.process(), hear, era === '2026');
  };
}

class CommandWay implements Channel {
  readonly #channel: CommandChannel;

  constructor(
    private readonly run: CommandRun,
    private readonly process: GuardedProcess,
    hear: (text: string) => boolean,
    /** Whether messages tell of the trace that they belong to. */
    private readonly isTraced: boolean,
  ) {
    this.#channel = new CommandChannel(process, hear);
  }

  get over(): Promise<ConnectionFailed> {
    return this.#channel.over;
  }

  post(message: RpcMessage, { traceparent }: { traceparent?: string | undefined }): Promise<void> {
    return this.process.write(JSON.stringify(this.isTraced ? traced(message, traceparent) : message));
  }

  explained(failure: Failure): Failure {
    return this.#channel.explained(failure);
  }

  close(): Promise<void> {
    return this.run.end();
  }
}
