import { defineBroadcast, defineStream } from './define-message';
import { Field } from './field';

export const SESSION_VERBS = ['post', 'listen', 'end'] as const;

/** What a client of an MCP endpoint sent, headers and body, as far as MCP is concerned. */
export class ExchangeRequest {
  @Field.choice(SESSION_VERBS, { doc: 'POST a message, GET the standing stream, DELETE the session.' })
  verb!: (typeof SESSION_VERBS)[number];

  @Field.id('configuration', { doc: 'The one configuration that is served; all enabled ones when absent.', optional: true })
  configurationId?: string;

  @Field.strings({ doc: 'Only these configurations, by id.', maxItems: 100, max: 100, optional: true })
  configurations?: string[];

  @Field.strings({ doc: 'Only configurations of these connectors, by id or connectorId.', maxItems: 100, max: 120, optional: true })
  connectors?: string[];

  @Field.string({ doc: 'The body as it came.', max: 8_000_000, optional: true })
  text?: string;

  @Field.string({ doc: 'Mcp-Session-Id.', max: 200, optional: true })
  sessionId?: string;

  @Field.string({ doc: 'MCP-Protocol-Version.', max: 100, optional: true })
  protocolVersion?: string;

  @Field.string({ doc: 'Mcp-Method.', max: 200, optional: true })
  method?: string;

  @Field.string({ doc: 'Mcp-Name.', max: 16_000, optional: true })
  name?: string;

  @Field.map({ doc: 'Mcp-Param-… headers, by what follows the prefix, in lower case.', values: { type: 'string' }, maxKeys: 100, optional: true })
  parameters?: Record<string, string>;

  @Field.string({ doc: 'An instance that had the session and does not answer any more.', max: 100, optional: true })
  lost?: string;
}

/** A part of the answer. The first one has the status; of all others each is one message, or a part of one. */
export class ExchangeFrame {
  @Field.integer({ doc: 'HTTP status; only in the first frame.', optional: true })
  status?: number;

  @Field.string({ doc: 'Mcp-Session-Id of the answer; only in the first frame.', max: 200, optional: true })
  sessionId?: string;

  @Field.string({ doc: 'The instance that has the session; only in the first frame.', max: 100, optional: true })
  instance?: string;

  @Field.string({ doc: 'Nothing was done: this instance has the session and is to be asked. Only in a first and only frame.', max: 100, optional: true })
  elsewhere?: string;

  @Field.string({ doc: 'JSON text of a message, or a part of it.', max: 8_000_000, optional: true })
  text?: string;

  @Field.boolean({ doc: 'Whether the text goes on in the next frame.', optional: true })
  more?: boolean;
}

export class SessionTakenEvent {
  @Field.id('session', { doc: 'The session.', example: 'mcps_abc123' })
  sessionId!: string;

  @Field.string({ doc: 'The instance that has it from now on.', example: 'b3c1', max: 100 })
  instance!: string;
}

export const exchangeMessages = defineStream({
  subject: 'personal.sessions.exchange.v1',
  request: ExchangeRequest,
  frame: ExchangeFrame,
  errors: ['CONFIGURATION_NOT_FOUND', 'CONFIGURATION_DISABLED', 'SERVICE_UNAVAILABLE', 'UNPROCESSABLE'],
  doc: 'Carries one HTTP request of an MCP client to its assistant session, and what comes back.',
});

export const sessionTaken = defineBroadcast({
  subject: 'personal.sessions.taken.v1',
  event: SessionTakenEvent,
  doc: 'An instance goes on with a session that another one had; whoever had it lets go of it.',
});
