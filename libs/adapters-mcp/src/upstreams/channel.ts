import type { Failure, RpcMessage } from '@moorage/domain';
import type { ConnectionFailed, StopSignal } from '@moorage/egress';

/** One stream both ways that carries all messages between a client and a server. */
export interface Channel {
  /** Settles when nothing more will come, with the reason. */
  readonly over: Promise<ConnectionFailed>;
  /** Sends a message; resolves when the server has taken it. Rejects with a `ConnectionFailed`. */
  post(message: RpcMessage, sending: { signal: StopSignal; traceparent?: string | undefined }): Promise<void>;
  /** A failure with whatever is known here about its cause. */
  explained(failure: Failure): Failure;
  /** Ends it, and leaves nothing behind. */
  close(): Promise<void>;
}

/** Opens a channel, which gives every text that comes to `hear`; that answers whether it was a message. Rejects with a `ConnectionFailed`. */
export type OpenChannel = (hear: (text: string) => boolean, signal: AbortSignal) => Promise<Channel>;
