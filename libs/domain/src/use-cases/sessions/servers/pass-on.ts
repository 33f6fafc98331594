import { failure as failureOf, type Failure } from '../../../errors/failures';
import { isRequest, isResponse, type RpcId, type RpcMessage, type RpcNotification, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Asked } from '../chat';
import { statusOf } from '../protocol/http-status-of';
import { resultIn, RPC, rpcError, unanswerable, unreachable } from '../protocol/rpc-answers';
import type { Link } from './link';
import type { Awaited, UnderWay } from './under-way';

/** What a request ended with. */
export type PassedOn = { response: RpcResponse } | { failure: Failure };

/** Whether there was a result. */
export function wentWell(passed: PassedOn): boolean {
  return 'response' in passed && resultIn(passed.response) !== undefined;
}

/** How the names of a server become those that the client knows. */
export interface Renaming {
  response(response: RpcResponse): RpcResponse;
  notification(notification: RpcNotification): RpcNotification;
}

export const VERBATIM: Renaming = { response: (response) => response, notification: (notification) => notification };

export interface Passage {
  connected: ConnectedConfiguration;
  link: Link;
  /** What the server gets. Its id is that of the client's request. */
  message: RpcRequest;
  headers?: Record<string, string>;
  renaming?: Renaming;
}

/**
 * Passes a request on to a server, and to the client whatever the server says until it has answered: word for word but for names and for the ids of its own
 * requests. A client who leaves or cancels, and a server that is silent for too long, end it; the server is told.
 */
export class PassOn {
  constructor(private readonly underWay: UnderWay) {}

  /** Ends the flow with the answer, or with why there is none; nothing more is said to a client who does not wait. */
  async run(asked: Asked, passage: Passage): Promise<PassedOn> {
    const { chat, request, flow } = asked;
    const awaited = this.underWay.begin();
    const left = () => awaited.giveUp('left');
    const own = chat.await(request.id, awaited);
    flow.signal.addEventListener('abort', left, { once: true });
    try {
      if (!own) return this.#refuse(asked);
      if (flow.signal.aborted) left();
      const passed = await this.#exchange(asked, passage, awaited);
      if ('failure' in passed) this.#fail(asked, passage, passed.failure, awaited);
      return passed;
    } finally {
      awaited.end();
      if (own) chat.forget(request.id);
      flow.signal.removeEventListener('abort', left);
      flow.end();
    }
  }

  async #exchange(asked: Asked, passage: Passage, awaited: Awaited): Promise<PassedOn> {
    const { chat, flow, circumstances } = asked;
    const { connected, link, message, headers, renaming = VERBATIM } = passage;
    let response: RpcResponse | undefined;
    const questions: RpcId[] = [];
    const onMessage = (said: RpcMessage) => {
      awaited.touch();
      if (isResponse(said)) return answer((response = said));
      if (!isRequest(said)) return notice(said);
      const question = chat.asked(link, said);
      if (!question) return void link.tell(unanswerable(said));
      questions.push(question.id);
      awaited.rest();
      flow.say(question);
    };
    const notice = (said: RpcNotification) => {
      const known = said.method === 'notifications/cancelled' && chat.peer.era === '2025' ? chat.takenBack(link, said) : renaming.notification(said);
      if (known) flow.say(known);
    };
    const answer = (said: RpcResponse) => {
      flow.answer(renaming.response(said), statusOf(said, chat.peer.era));
    };
    const { traceparent } = circumstances;
    const failed = await link.send(connected, message, { onMessage, signal: awaited.signal, ...(headers && { headers }), ...(traceparent !== undefined && { traceparent }) });
    for (const id of questions) chat.withdraw(id);
    if (response) return { response };
    return { failure: awaited.reason === 'late' ? failureOf('RESPONSE_TIMEOUT') : (failed ?? failureOf('INVALID_ANSWER')) };
  }

  /** The server could not tell the two apart, nor the client their answers. */
  #refuse({ request, flow }: Asked): PassedOn {
    const response = rpcError(request.id, RPC.invalidRequest, 'A request with this id is still under way. Give each request an id of its own.');
    flow.say(response);
    return { response };
  }

  #fail({ chat, request, flow }: Asked, { link }: Passage, failed: Failure, awaited: Awaited): void {
    const { reason } = awaited;
    if (reason && chat.peer.era === '2025' && link.era !== '2026') void link.tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: request.id, reason: awaited.note ?? WHY[reason] } });
    if (reason === 'left' || reason === 'cancelled') return;
    if (reason === 'stopped') return flow.say(rpcError(request.id, RPC.internal, 'Moorage is just being restarted. Try again.', { retryable: true }));
    flow.say(unreachable(request.id, failed));
  }
}

const WHY = { stopped: 'The server stops.', left: 'The client has left.', cancelled: 'The client has cancelled it.', late: 'It took too long.' };
