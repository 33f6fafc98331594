import type { Json } from '@moorage/domain';
import { ActorFailed } from '../native/actor-failed';
import { mediaTypeOf, textOf } from './text-of';
import type { Answer } from './web';

/** Deeper than any data that people make, and far from where programs run out of stack. */
const MAX_DEPTH = 100;

/** The JSON value of an answer. Throws `ANSWER_NOT_USABLE`. */
export function jsonOf(answer: Answer): Json {
  const text = textOf(answer);
  const fault = faultOf(answer, text);
  if (fault !== null) throw unusable(answer, fault);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw unusable(answer, 'it is not valid JSON');
  }
}

/** The failure of an answer that says something else than it should. */
export function unusable({ url }: Pick<Answer, 'url'>, what: string): ActorFailed {
  return ActorFailed.of('ANSWER_NOT_USABLE', { server: url.host, what });
}

function faultOf(answer: Answer, text: string): string | null {
  if (text.trim() === '') return 'it is empty';
  if (mediaTypeOf(answer) === 'text/html' || /^\s*<(!doctype|html)/i.test(text)) return 'it is a web page instead of JSON, perhaps a page for logging in';
  return isTooDeep(text) ? `it is nested deeper than ${MAX_DEPTH} levels` : null;
}

/** Looked at before parsing: what is parsed is walked later, and walking takes stack. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
