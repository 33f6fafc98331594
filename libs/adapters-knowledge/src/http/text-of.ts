import type { Answer } from './web';

const BYTE_ORDER_MARKS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The type of a body, without parameters and in lower case; empty when the server does not tell. */
export function mediaTypeOf({ headers }: Pick<Answer, 'headers'>): string {
  return (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
}

/** The text of an answer in the characters it is written in: those its first bytes, its headers or `declared` name; UTF-8 otherwise. */
export function textOf({ headers, bytes }: Pick<Answer, 'headers' | 'bytes'>, declared?: string): string {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  const named = /charset\s*=\s*["']?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1];
  return decoderOf(marked ?? named ?? declared ?? 'utf-8').decode(bytes);
}

function decoderOf(label: string) {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}
