import { inputRequired, inputResponse, type ElicitRequestFormParams, type InputRequests, type InputResponseView, type ServerContext } from '@modelcontextprotocol/server';

type Properties = ElicitRequestFormParams['requestedSchema']['properties'];

/** A question to the person; every field of the form must be filled in. */
export const form = (message: string, properties: Properties) => inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required: Object.keys(properties) } });
export const sentence = (message: string, field: string) => form(message, { [field]: { type: 'string' } });
export const consent = () => form('Please confirm', { ok: { type: 'boolean' } });
/** A question to the client's model. */
export const sample = (words: string, maxTokens = 100) => inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: words } }], maxTokens });

/** What came back for a question. */
export const answerTo = (context: ServerContext, key: string): InputResponseView => inputResponse(context.mcpReq.inputResponses, key);

/** Asks all of them unless all are answered. */
export function stillOpen(context: ServerContext, inputRequests: InputRequests, requestState?: string) {
  const answered = Object.keys(inputRequests).every((key) => answerTo(context, key).kind !== 'missing');
  return answered ? null : inputRequired({ inputRequests, ...(requestState !== undefined && { requestState }) });
}

/** The answer as words, for a result. */
export function inWords(answer: InputResponseView): string {
  if (answer.kind === 'elicit') return `action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`;
  if (answer.kind === 'sampling') return JSON.stringify(answer.result.content);
  if (answer.kind === 'roots') return answer.roots.map(({ uri }) => uri).join(', ');
  return 'nothing';
}
