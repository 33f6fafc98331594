import { CLIENT_CAPABILITIES_META_KEY, inputRequired, type ClientCapabilities, type InputRequests, type ServerContext } from '@modelcontextprotocol/server';
import { text, type FixtureTool } from './fixture-tool';
import { answerTo, consent, form, inWords, sample, sentence, stillOpen } from './questions';
import { sealedState, type Remembered } from './sealed-state';

/** Asks, and answers with what came back. */
function asking(name: string, description: string, questions: (given: Record<string, unknown>) => InputRequests, inputSchema?: FixtureTool['inputSchema']): FixtureTool {
  const run = (context: ServerContext, given: Record<string, unknown>) => {
    const open = questions(given);
    return stillOpen(context, open) ?? text(Object.keys(open).map((key) => inWords(answerTo(context, key))).join('; '));
  };
  return { name, description, run, ...(inputSchema && { inputSchema }) };
}

/** The same, and will not know its own question again without the state that went with it. */
function askingWithState(name: string, description: string, questions: InputRequests): FixtureTool {
  const run = async (context: ServerContext) => {
    const known = context.mcpReq.requestState<Remembered>();
    const open = stillOpen(context, questions, await sealedState.mint({ round: 1 }));
    return open ?? text(known ? 'state-ok' : 'The state is missing.');
  };
  return { name, description, run };
}

const oneString = (field: string): FixtureTool['inputSchema'] => ({ type: 'object', properties: { [field]: { type: 'string' } }, required: [field] });

const DEFAULTS = form('Check what is filled in', {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
});

const titled = (...titles: string[]) => titles.map((title, index) => ({ const: `value${index + 1}`, title }));

const CHOICES = form('Choose', {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: titled('First Option', 'Second Option', 'Third Option') },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: titled('First Choice', 'Second Choice', 'Third Choice') } },
});

/** Asks a second question after the first. */
async function twoRounds(context: ServerContext) {
  const known = context.mcpReq.requestState<Remembered>();
  const name = answerTo(context, 'step1');
  if (known?.round === 2 && answerTo(context, 'step2').kind !== 'missing') return text(`${known.name} likes ${inWords(answerTo(context, 'step2'))}.`);
  if (known?.round === 1 && name.kind === 'elicit') {
    const requestState = await sealedState.mint({ round: 2, name: String(name.content?.name) });
    return inputRequired({ inputRequests: { step2: sentence('Step 2: What is your favorite color?', 'color') }, requestState });
  }
  return inputRequired({ inputRequests: { step1: sentence('Step 1: What is your name?', 'name') }, requestState: await sealedState.mint({ round: 1 }) });
}

/** Asks only what the client said it can answer. */
function withinCapabilities(context: ServerContext) {
  const declared: { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined = context.mcpReq.envelope;
  const capabilities = declared?.[CLIENT_CAPABILITIES_META_KEY];
  const questions: InputRequests = {
    ...(capabilities?.elicitation && { elicited: sentence('What value?', 'value') }),
    ...(capabilities?.sampling && { sampled: sample('Anything', 50) }),
  };
  return stillOpen(context, questions) ?? text('Nothing more to ask.');
}

/** Tools that need something of the client before they answer: in rounds in 2026-07-28, as requests of the server before. */
export const ASKING_TOOLS: FixtureTool[] = [
  asking('test_sampling', 'Asks the model.', ({ prompt }) => ({ answer: sample(String(prompt)) }), oneString('prompt')),
  asking('test_elicitation', 'Asks the person.', ({ message }) => ({ answer: form(String(message), { username: { type: 'string' }, email: { type: 'string' } }) }), oneString('message')),
  asking('test_elicitation_sep1034_defaults', 'Asks with defaults.', () => ({ answer: DEFAULTS })),
  asking('test_elicitation_sep1330_enums', 'Asks to choose.', () => ({ answer: CHOICES })),
  asking('test_missing_capability', 'Asks the model, whatever the client can.', () => ({ answer: sample('Anything') })),
  asking('test_streaming_elicitation', 'Asks the person.', () => ({ answer: consent() })),
  asking('test_input_required_result_elicitation', 'Asks for a name.', () => ({ user_name: sentence('What is your name?', 'name') })),
  asking('test_input_required_result_sampling', 'Asks for a capital.', () => ({ capital_question: sample('What is the capital of France?') })),
  asking('test_input_required_result_list_roots', 'Asks for the roots.', () => ({ client_roots: inputRequired.listRoots() })),
  askingWithState('test_input_required_result_request_state', 'Asks, and checks its state.', { confirm: consent() }),
  askingWithState('test_input_required_result_tampered_state', 'Asks, and refuses a state that was changed.', { confirm: consent() }),
  askingWithState('test_input_required_result_multiple_inputs', 'Asks three things at once.', {
    user_name: sentence('What is your name?', 'name'),
    greeting: sample('Generate a greeting', 50),
    client_roots: inputRequired.listRoots(),
  }),
  { name: 'test_input_required_result_multi_round', description: 'Asks twice.', run: twoRounds },
  { name: 'test_input_required_result_capabilities', description: 'Asks what the client can answer.', run: withinCapabilities },
];
