import type { TalkingServer } from '@moorage/test-kit';

/** A talking server that has to be closed. */
export interface RunningTalk extends TalkingServer {
  close(): Promise<void>;
}
