import type { RpcId, RpcNotification, RpcRequest } from '../../model/sessions/rpc';
import { metaOf } from './protocol/members';
import type { Link } from './servers/link';

/** Of one client: a server that asks without end is not listened to. */
const MOST = 1_000;

/** A question of a server that a client was asked. */
export interface Question {
  link: Link;
  /** As the server knows it. */
  id: RpcId;
  token?: RpcId;
}

/** The questions of servers that one client was asked. Ids and progress tokens of two servers may be the same: the client gets new ones, and its answers find the way back. */
export class Questions {
  readonly #open = new Map<RpcId, Question>();
  #last = 0;

  /** The question as the client is asked it; `null` when too many are open. */
  ask(link: Link, request: RpcRequest): RpcRequest | null {
    if (this.#open.size >= MOST) return null;
    const id = `moorage-${(this.#last += 1).toString(36)}`;
    const token = metaOf(request.params)['progressToken'];
    const hasToken = typeof token === 'string' || typeof token === 'number';
    this.#open.set(id, { link, id: request.id, ...(hasToken && { token }) });
    return { ...request, id, ...(hasToken && { params: { ...request.params, _meta: { ...metaOf(request.params), progressToken: id } } }) };
  }

  /** The question that the client knows by this id. */
  of(id: unknown): Question | undefined {
    return this.#open.get(id as RpcId);
  }

  /** Nobody waits for the answer any more. */
  close(id: RpcId): void {
    this.#open.delete(id);
  }

  /** A question that its server takes back, as the client knows it; `null` when the client was not asked it. */
  takenBack(link: Link, cancelled: RpcNotification): RpcNotification | null {
    const requestId = [...this.#open].find(([, question]) => question.link === link && question.id === cancelled.params?.['requestId'])?.[0];
    if (requestId === undefined) return null;
    this.#open.delete(requestId);
    return { ...cancelled, params: { ...cancelled.params, requestId } };
  }
}
