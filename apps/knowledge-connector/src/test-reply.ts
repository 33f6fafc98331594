import type { ActorTestReply, ConnectionCheckReply, TestConnectionReply, TestDestinationRequest, TestSourceRequest } from '@moorage/contracts';
import { failureMessage, worthKnowing, type ActorTest, type ActorTestRequest, type CheckStep, type ConnectionCheck } from '@moorage/domain';

/** What is asked of a test, as the domain calls it. */
export function sourceTestRequest({ source_id, source_definition_id, ...common }: TestSourceRequest): ActorTestRequest {
  return { type: 'source', ...named(source_id, source_definition_id), ...withConfiguration(common) };
}

export function destinationTestRequest({ destination_id, destination_definition_id, write_probe = false, ...common }: TestDestinationRequest): ActorTestRequest {
  return { type: 'destination', ...named(destination_id, destination_definition_id), ...withConfiguration(common), writeProbe: write_probe };
}

/** The answer to a test. A successful one has nothing but that to say, unless there are warnings. */
export function actorTestReply({ report: { failure, steps, warnings }, durationMs }: ActorTest): ActorTestReply {
  if (!failure) return { status: 'succeeded', job_info: null, ...unlessNone([...warnings, ...notWritten(steps)]) };
  const { message, type, stage, hint, retryable, indeterminate } = failure;
  return { status: 'failed', job_info: { message, failure_type: type, stage, hint, retryable, indeterminate, duration_ms: durationMs, steps: steps.map(stepReply) }, ...unlessNone(warnings) };
}

export function connectionTestReply(checks: ConnectionCheck[]): TestConnectionReply {
  const failed = checks.some(({ status }) => status === 'failed');
  if (failed) return { status: 'failed', message: failureMessage(checks), checks: checks.map((check): ConnectionCheckReply => check) };
  const known = worthKnowing(checks);
  return { status: 'succeeded', message: 'Connection test passed', ...(known.length > 0 && { checks: known }) };
}

/** That nothing was written stands in no step of a success: those are not told. */
function notWritten(steps: CheckStep[]): string[] {
  return steps.flatMap(({ step, status, message }) => (step === 'write' && status === 'skipped' && message !== undefined ? [message] : []));
}

function unlessNone(warnings: string[]) {
  return warnings.length > 0 && { warnings };
}

function named(id: string | undefined, definitionId: string | undefined) {
  return { ...(id !== undefined && { id }), ...(definitionId !== undefined && { definitionId }) };
}

function withConfiguration({ workspace_id, sealed_configuration }: { workspace_id?: string; sealed_configuration?: string }) {
  return { ...(workspace_id !== undefined && { workspaceId: workspace_id }), ...(sealed_configuration !== undefined && { sealedConfiguration: sealed_configuration }) };
}

function stepReply({ durationMs, ...step }: CheckStep) {
  return { ...step, duration_ms: Math.round(durationMs * 10) / 10 };
}
