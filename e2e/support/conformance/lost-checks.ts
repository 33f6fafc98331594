import type { Check } from './suite-run';

/**
 * What passed straight and does not pass through us, one line each; none is what is wanted.
 * The suite may say itself that a check does not apply: how a stream is taken up again after a break concerns the two ends of that stream,
 * and it asks nothing of a server that answers the call as plain JSON, as we do.
 */
export function lostChecks(straight: Check[], through: Check[]): string[] {
  const seen = named(through);
  const plainJson = through.some(({ id }) => id === 'server-sse-content-type');
  return [...named(straight)]
    .filter(([, { status, scenario }]) => status === 'SUCCESS' && !(plainJson && scenario === 'server-sse-polling'))
    .filter(([name]) => seen.get(name)?.status !== 'SUCCESS')
    .map(([name]) => `${name}: ${seen.get(name)?.status ?? 'not looked at'} ${seen.get(name)?.errorMessage ?? ''}`.trimEnd());
}

/** Checks under names that differ, in the order in which they were made. */
function named(checks: Check[]): Map<string, Check> {
  const names = new Map<string, Check>();
  for (const check of checks) {
    const base = `${check.scenario} › ${check.name} (${check.id})`;
    let name = base;
    for (let time = 2; names.has(name); time++) name = `${base} #${time}`;
    names.set(name, check);
  }
  return names;
}
