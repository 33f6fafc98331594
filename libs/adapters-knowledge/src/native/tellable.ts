import { actorFailure, type ActorFailure, type CheckReport, type CheckStep, type OpenConfiguration, type Stream } from '@moorage/domain';
import { dataWithoutSecrets, withoutSecrets } from '@moorage/egress';

/** Instead of a warning that cannot be cleared of a secret of one or two characters. */
const UNTOLD = 'There is a warning that cannot be shown, because a secret of the configuration is so short that it might be part of it.';

/** What is put into a text of the catalogue instead of facts that cannot be shown. */
const HIDDEN = new Proxy({}, { get: () => '…' });
const WHY_HIDDEN = 'Details are left out, because a secret of the configuration is so short that it might be part of them.';

/** A report of a check in words that hold none of the configuration's secrets. */
export function tellableReport(report: CheckReport, configuration: OpenConfiguration): CheckReport {
  const failure = report.failure && tellable(report.failure, configuration);
  const steps = report.steps.map((step) => tellableStep(step, failure, configuration));
  return { ...report, steps, warnings: report.warnings.map((text) => cleaned(text, configuration) || UNTOLD), ...(failure && { failure }) };
}

/** A failure in such words; when a secret is too short to be found in them, in those of the catalogue alone. */
export function tellable(failure: ActorFailure, configuration: OpenConfiguration): ActorFailure {
  const message = cleaned(failure.message, configuration);
  const hint = cleaned(failure.hint, configuration);
  const bare = actorFailure(failure.code, HIDDEN);
  return { ...failure, message: message || `${bare.message} ${WHY_HIDDEN}`, hint: hint || bare.hint };
}

/** Streams that repeat none of its secrets. */
export function tellableStreams(streams: Stream[], { secrets }: OpenConfiguration): Stream[] {
  return dataWithoutSecrets(streams, secrets.map((secret) => secret.reveal()));
}

function tellableStep(step: CheckStep, failure: ActorFailure | undefined, configuration: OpenConfiguration): CheckStep {
  if (step.message === undefined) return step;
  if (step.status === 'failed' && failure) return { ...step, message: failure.message };
  const { message, ...rest } = step;
  const clean = cleaned(message, configuration);
  return clean === '' ? rest : { ...rest, message: clean };
}

function cleaned(text: string, { secrets }: OpenConfiguration): string {
  return withoutSecrets(text, secrets.map((secret) => secret.reveal()));
}
