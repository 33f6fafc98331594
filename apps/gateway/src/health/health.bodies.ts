import { Field } from '@moorage/contracts';

const STATES = ['ok', 'missing'] as const;
type State = (typeof STATES)[number];

export class LiveReply {
  @Field.literal('ok', { doc: 'Always `ok`.' })
  status!: 'ok';
}

export class DependencyStates {
  @Field.choice(STATES, { doc: 'The message bus.', example: 'ok' })
  nats!: State;

  @Field.choice(STATES, { doc: 'The database.', example: 'ok' })
  postgresql!: State;
}

export class ServiceStates {
  @Field.choice(STATES, { doc: 'Without it the routes of personal connectors answer 503.', example: 'ok' })
  personalConnector!: State;

  @Field.choice(STATES, { doc: 'Without it the routes of knowledge connectors answer 503.', example: 'ok' })
  knowledgeConnector!: State;
}

export class ReadyReply {
  @Field.literal('ok', { doc: 'Always `ok`: without a dependency the answer is 503 instead.' })
  status!: 'ok';

  @Field.object(() => DependencyStates, { doc: 'What the gateway cannot do without.' })
  dependencies!: DependencyStates;

  @Field.object(() => ServiceStates, { doc: 'The services behind it; one that is missing takes only its own routes away.' })
  services!: ServiceStates;
}
