import type { ActorFailure, Log, OpenConfiguration, RunLimits, RunnableConnector } from '@moorage/domain';
import { noteUnforeseen } from '@moorage/egress';

/** What was under way. */
interface Run {
  connector: RunnableConnector;
  configuration?: OpenConfiguration;
  limits: RunLimits;
}

/** The failure as it is; when nobody foresaw it, the operator is told what is behind it. */
export function noted<F extends ActorFailure | undefined>(log: Log, failure: F, cause: unknown, { connector, configuration, limits }: Run): F {
  const secrets = configuration?.secrets.map((secret) => secret.reveal()) ?? [];
  if (failure?.code === 'UNEXPECTED') noteUnforeseen(log, cause, { about: { connector: connector.id, stage: failure.stage }, secrets, traceparent: limits.traceparent });
  return failure;
}
