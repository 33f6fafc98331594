import type { ConnectTimings } from '@moorage/egress';

/** One question to a git server, as its smart protocol over HTTP words it. */
export interface GitQuestion {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: AsyncIterable<Uint8Array> | Uint8Array[];
}

export interface GitReply {
  url: string;
  method: string;
  statusCode: number;
  statusMessage: string;
  headers: Record<string, string>;
  body: Uint8Array[];
}

/** A way to a git server that a kept library takes for its HTTP client. */
export interface GitTransport {
  request(question: GitQuestion): Promise<GitReply>;
}

/** Told what opening a connection took. */
export type OnOpen = (timings: ConnectTimings) => void;

/** As much as a repository may say of its branches: a quarter of a million of them. Many checks may run at once. */
export const MAX_ADVERTISEMENT_BYTES = 16 * 1024 * 1024;

/** As much as a repository may send: what is read is read into memory. */
export const MAX_PACK_BYTES = 128 * 1024 * 1024;

/** The text of a question. Wants and haves are plain ASCII. */
export async function textOf({ body = [] }: GitQuestion): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
