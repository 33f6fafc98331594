import { validate } from 'dockerfile-utils';
import type { BuildContext } from './build-context';
import { stagesOf, stepsOf, type Stage, type Step } from './dockerfile';

export const APPS = ['gateway', 'personal-connector', 'knowledge-connector'] as const;

const PINNED = /^node:20\.\d+\.\d+-bookworm-slim$/;

/** What is wrong with a Dockerfile of the three apps, a line each. */
export function dockerfileFindings(text: string, context: BuildContext): string[] {
  const grammar = validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  if (grammar.length > 0) return grammar;
  const stages = stagesOf(text);
  return [...[...stages.values()].flatMap((stage) => stageFindings(stage, stages, context)), ...APPS.flatMap((app) => appFindings(app, stages))];
}

function stageFindings({ name, base, steps }: Stage, stages: Map<string, Stage>, context: BuildContext): string[] {
  const copies = steps.filter((step) => step.kind === 'copy');
  return [
    ...(stages.has(base) || PINNED.test(base) ? [] : [`${name}: ${base} is not a Node of Debian, pinned to its version`]),
    ...copies.filter(({ from }) => from !== undefined && !stages.has(from)).map(({ from }) => `${name}: there is no stage ${from}`),
    ...copies.filter(({ from }) => from === undefined).flatMap(({ sources }) => sources.filter((source) => context.files(source).length === 0).map((source) => `${name}: nothing to copy at ${source}`)),
  ];
}

function appFindings(app: string, stages: Map<string, Stage>): string[] {
  const steps = stepsOf(stages, app);
  const last = <K extends Step['kind']>(kind: K) => steps.findLast((step): step is Step & { kind: K } => step.kind === kind);
  const env = Object.assign({}, ...steps.map((step) => (step.kind === 'env' ? step.values : {}))) as Record<string, string>;
  return [
    [stages.has(app), `there is no stage ${app}`],
    [/^[a-z]+$/.test(last('user')?.name ?? '') && last('user')?.name !== 'root', `${app} runs as root`],
    [last('command')?.command.join(' ') === 'node dist/main.js', `${app} does not run node dist/main.js`],
    [last('health')?.command[0] === 'node' && env['OPS_PORT'] !== undefined, `${app} has no health check by node on OPS_PORT`],
    [env['NODE_ENV'] === 'production', `${app} is not told that it is in production`],
    [!steps.some((step) => step.kind === 'run'), `${app} runs commands in its last stage, and keeps what they need`],
  ].flatMap(([holds, finding]) => (holds ? [] : [String(finding)]));
}
