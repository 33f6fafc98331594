import { actorFailure, CHECK_STAGES, FAILURE_TYPES, SECRET_MASK, type CheckStage, type FailureType, type JsonObject } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { SEALED_CONFIGURATION } from './knowledge-actor-fields';

const EXAMPLE = actorFailure('CONNECTION_REFUSED', { host: 'db.example.com:5432' });
const OVERLAY = `With an id beside it, it is laid over the stored one: a secret of \`${SECRET_MASK}\` stays as it is stored, unless host, port or URL change.`;
const STATUSES = ['succeeded', 'failed'] as const;
const STEP_STATUSES = ['succeeded', 'failed', 'skipped'] as const;

class SourceTestFields {
  @Field.id('source', { doc: 'Test this source as it is stored.', example: 'src_abc123', optional: true })
  source_id?: string;

  @Field.id('sourceDefinition', { doc: 'Kind of source; needed without `source_id`, else it must be that of the source.', example: 'def_postgres', optional: true })
  source_definition_id?: string;

  @Field.id('workspace', { doc: 'Workspace it would stand in; beside `source_id` it must be that of the source.', example: 'ws_01jabc', optional: true })
  workspace_id?: string;

  @Field.string({ doc: 'Name it would have; nothing depends on it.', example: 'Orders database', max: 120, optional: true })
  name?: string;
}

/** The body of the REST request. */
export class TestSourceBody extends SourceTestFields {
  @Field.map({ doc: `Configuration to test; needed without \`source_id\`. ${OVERLAY}`, example: { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: 's3cret' }, optional: true })
  configuration?: JsonObject;
}

/** The message: what the gateway has made of the body. */
export class TestSourceRequest extends SourceTestFields {
  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

class DestinationTestFields {
  @Field.id('destination', { doc: 'Test this destination as it is stored.', example: 'dst_abc123', optional: true })
  destination_id?: string;

  @Field.id('destinationDefinition', { doc: 'Kind of destination; needed without `destination_id`, else it must be that of the destination.', example: 'ddef_postgres', optional: true })
  destination_definition_id?: string;

  @Field.id('workspace', { doc: 'Workspace it would stand in; beside `destination_id` it must be that of the destination.', example: 'ws_01jabc', optional: true })
  workspace_id?: string;

  @Field.string({ doc: 'Name it would have; nothing depends on it.', example: 'Warehouse', max: 120, optional: true })
  name?: string;

  @Field.boolean({ doc: 'Write one marked object and take it away again, where whether it can be written cannot be told otherwise.', example: false, fallback: false, optional: true })
  write_probe?: boolean;
}

/** The body of the REST request. */
export class TestDestinationBody extends DestinationTestFields {
  @Field.map({ doc: `Configuration to test; needed without \`destination_id\`. ${OVERLAY}`, example: { host: 'db.example.com', port: 5432, database: 'warehouse', schema: 'knowledge', username: 'writer', password: 's3cret' }, optional: true })
  configuration?: JsonObject;
}

/** The message: what the gateway has made of the body. */
export class TestDestinationRequest extends DestinationTestFields {
  @Field.string(SEALED_CONFIGURATION)
  sealed_configuration?: string;
}

export class CheckStepReply {
  @Field.choice(CHECK_STAGES, { doc: 'What was tried.', example: EXAMPLE.stage })
  step!: CheckStage;

  @Field.choice(STEP_STATUSES, { doc: 'How it went; what comes after a failed step is skipped.', example: 'failed' })
  status!: (typeof STEP_STATUSES)[number];

  @Field.string({ doc: 'Why it failed or was skipped.', example: EXAMPLE.message, optional: true })
  message?: string;

  @Field.number({ doc: 'Milliseconds it took.', example: 1.2 })
  duration_ms!: number;
}

export class JobInfoReply {
  @Field.string({ doc: 'What is wrong, in words.', example: EXAMPLE.message })
  message!: string;

  @Field.choice(FAILURE_TYPES, { doc: 'Whose turn it is: `config_error` yours, `system_error` that of whoever runs connector or server, `transient_error` nobody\'s, it may pass.', example: EXAMPLE.type })
  failure_type!: FailureType;

  @Field.choice(CHECK_STAGES, { doc: 'The step that failed.', example: EXAMPLE.stage })
  stage!: CheckStage;

  @Field.string({ doc: 'What to do next.', example: EXAMPLE.hint })
  hint!: string;

  @Field.boolean({ doc: 'Whether trying again may help without any change.', example: EXAMPLE.retryable })
  retryable!: boolean;

  @Field.boolean({ doc: 'Whether it is still open if the configuration is right.', example: EXAMPLE.indeterminate })
  indeterminate!: boolean;

  @Field.number({ doc: 'Milliseconds the test took.', example: 4.8 })
  duration_ms!: number;

  @Field.list(() => CheckStepReply, { doc: 'What was tried, in order.' })
  steps!: CheckStepReply[];
}

export class ActorTestReply {
  @Field.choice(STATUSES, { doc: 'The result. A failed test is a result, too.', example: 'succeeded' })
  status!: (typeof STATUSES)[number];

  @Field.nullable(() => JobInfoReply, { doc: 'Why it failed; null when it succeeded.', example: null })
  job_info!: JobInfoReply | null;

  @Field.strings({ doc: 'What is not wrong, but should be known, such as an empty folder, or that nothing was written; absent when there is nothing.', example: ['The folder is empty.'], optional: true })
  warnings?: string[];
}

const TEST = {
  reply: ActorTestReply,
  // A test ends within thirty seconds whatever happens: a connector gets twenty-five.
  deadlineMs: 30_000,
  errors: ['CONNECTOR_INVALID_CONFIG', 'UNPROCESSABLE'],
} as const;

export const testSource = defineRequest({ subject: 'knowledge.sources.test.v1', request: TestSourceRequest, ...TEST, doc: 'Connects to a source, authenticates and reads, for real; stores nothing.' });
export const testDestination = defineRequest({ subject: 'knowledge.destinations.test.v1', request: TestDestinationRequest, ...TEST, doc: 'Connects to a destination, authenticates and looks whether it can be written to, for real; leaves nothing behind.' });
