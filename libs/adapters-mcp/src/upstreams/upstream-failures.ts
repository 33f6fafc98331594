import type { Failure, Log, McpTarget } from '@moorage/domain';
import { noteUnforeseen } from '@moorage/egress';
import { classifyFailure } from '../classify-failure';
import { secretsOf } from '../target-secrets';

/** Turns what goes wrong on the way to one server into failures; the operator is told of what nobody foresaw. */
export class UpstreamFailures {
  constructor(
    private readonly log: Log,
    private readonly target: McpTarget,
  ) {}

  of(error: unknown, traceparent?: string): Failure {
    const failure = classifyFailure(error, { stage: 'handshake' });
    if (failure.code === 'UNEXPECTED') noteUnforeseen(this.log, error, { about: { stage: failure.stage }, secrets: secretsOf(this.target), traceparent });
    return failure;
  }
}
