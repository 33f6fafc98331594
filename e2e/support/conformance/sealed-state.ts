import { randomBytes } from 'node:crypto';
import { createRequestStateCodec } from '@modelcontextprotocol/server';

/** What a tool has to remember from one round of questions to the next; the client carries it and cannot change it. */
export interface Remembered {
  round: number;
  name?: string;
}

export const sealedState = createRequestStateCodec<Remembered>({ key: randomBytes(32) });
