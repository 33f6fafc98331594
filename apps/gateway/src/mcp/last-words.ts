import type { ExchangeRequest } from '@moorage/contracts';
import { isRequest, rpcMessageOf, type MoorageError } from '@moorage/domain';

const INTERNAL_ERROR = -32_603;

/**
 * What a client is told whose answer breaks off when it has begun: clients wait for their own limit otherwise, often a minute. `null` where nobody waits
 * for an answer. The only place where a message is read here.
 */
export function lastWords({ verb, text = '' }: ExchangeRequest, { code, message, retryable }: MoorageError): string | null {
  const said = verb === 'post' ? rpcMessageOf(parsed(text)) : null;
  if (!said || !isRequest(said)) return null;
  return JSON.stringify({ jsonrpc: '2.0', id: said.id, error: { code: INTERNAL_ERROR, message, data: { code, retryable } } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
