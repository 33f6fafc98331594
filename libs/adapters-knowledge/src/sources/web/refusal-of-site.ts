import { refusalOf } from '../../http/refusal-of';
import type { Answer } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';

/** Why a site does not show `what`; `null` when it does. Nobody has logged in, so that is never about credentials. */
export function refusalOfSite(answer: Answer, what: string, now: Date): ActorFailed | null {
  const facts = { server: answer.url.host, what, status: `HTTP ${answer.status}` };
  if (answer.status === 401 || answer.status === 403) return ActorFailed.of('PAGE_NOT_PUBLIC', facts);
  if (answer.status === 404 || answer.status === 410) return ActorFailed.of('PAGE_NOT_FOUND', facts);
  return refusalOf(answer, { what, now });
}
