import type { ExchangeFrame, ExchangeRequest } from '@moorage/contracts';
import type { EndpointExchange, Outgoing, SessionEndpoint } from '@moorage/domain';

/** Characters of one frame: with the escapes of JSON still within a message of the bus. */
const PART = 1024 * 1024;

/** What a client of an endpoint sent, as the domain takes it. */
export function exchangeOf({ configurationId, configurations, connectors, ...said }: ExchangeRequest): EndpointExchange {
  return { ...said, endpoint: endpointOf({ configurationId, configurations, connectors }) };
}

/** What flows back, in frames. */
export async function* framesOf(outgoing: AsyncIterable<Outgoing>): AsyncGenerator<ExchangeFrame, void, undefined> {
  for await (const each of outgoing) {
    if ('head' in each) yield each.head;
    else yield* partsOf(JSON.stringify(each.message));
  }
}

function* partsOf(text: string): Generator<ExchangeFrame, void, undefined> {
  for (let from = 0; from < text.length; from += PART) {
    const more = from + PART < text.length;
    yield { text: text.slice(from, from + PART), ...(more && { more }) };
  }
}

function endpointOf({ configurationId, configurations, connectors }: { [Key in 'configurationId' | 'configurations' | 'connectors']?: ExchangeRequest[Key] | undefined }): SessionEndpoint {
  if (configurationId !== undefined) return { kind: 'one', configurationId };
  return { kind: 'all', ...(configurations && { configurationIds: configurations }), ...(connectors && { connectorIds: connectors }) };
}
