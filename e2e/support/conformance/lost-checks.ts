import type { Check } from './suite-run';

/**
 * What passed straight and does not pass through us, one line each; none is what is wanted. INFO is the suite's own word for what does not apply:
 * it asks for nothing more of a server that answers a call as plain JSON, as we do, and looks no further at how streams are taken up again after a break,
 * which concerns the two ends of a stream.
 */
export function lostChecks(straight: Check[], through: Check[]): string[] {
  const seen = named(through);
  const plainJson = through.some(({ id, status }) => id === 'server-sse-content-type' && status === 'INFO');
  return [...named(straight)]
    .filter(([, { status, scenario }]) => status === 'SUCCESS' && !(plainJson && scenario === 'server-sse-polling'))
    .filter(([name]) => !['SUCCESS', 'INFO'].includes(seen.get(name)?.status ?? ''))
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
