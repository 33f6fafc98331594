import { DockerfileParser, type Copy, type Env, type From, type Healthcheck, type Instruction, type JSONInstruction } from 'dockerfile-ast';

/** One step of a stage, as far as our Dockerfile goes: what it does not use cannot be said here. */
export type Step =
  | { kind: 'run'; script: string; caches: string[] }
  | { kind: 'copy'; from?: string; sources: string[]; to: string }
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; values: Record<string, string> }
  | { kind: 'user'; name: string }
  | { kind: 'expose'; port: number }
  | { kind: 'health'; command: string[] }
  | { kind: 'command'; command: string[] };

export interface Stage {
  name: string;
  /** Another stage, or an image with its tag. */
  base: string;
  steps: Step[];
}

/** Stages by name, in their order. Throws on an instruction, or a form of one, that nobody has taught it. */
export function stagesOf(text: string): Map<string, Stage> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      stage = { name: from.getBuildStage() ?? '', base: from.getImage() ?? '', steps: [] };
      stages.set(stage.name, stage);
    } else stage?.steps.push(stepOf(instruction));
  }
  return stages;
}

/** All steps that make a stage, those of the stages it stands on first. */
export function stepsOf(stages: Map<string, Stage>, name: string): Step[] {
  const stage = stages.get(name);
  return stage ? [...stepsOf(stages, stage.base), ...stage.steps] : [];
}

function stepOf(instruction: Instruction): Step {
  const read = READERS[instruction.getKeyword()];
  if (!read) throw new Error(`Line ${instruction.getRange().start.line + 1}: ${instruction.getKeyword()} is not known here. Teach it to e2e/support/dockerfile.ts.`);
  return read(instruction);
}

const READERS: Record<string, (instruction: Instruction) => Step> = {
  RUN: (instruction) => {
    const run = instruction as JSONInstruction;
    const caches = run.getFlags().map((flag) => /type=cache.*target=([^,\s]+)/.exec(flag.toString())?.[1] ?? unknown(flag.toString()));
    return { kind: 'run', caches, script: (run.getArgumentsContent() ?? '').replace(/^(--\S+\s+)+/, '').replace(/\\\n/g, '') };
  },
  COPY: (instruction) => {
    const copy = instruction as Copy;
    const from = copy.getFromFlag()?.getValue();
    const paths = copy.getArguments().map((argument) => argument.getValue());
    return { kind: 'copy', ...(from && { from }), sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
  },
  ENV: (instruction) => ({ kind: 'env', values: Object.fromEntries((instruction as Env).getProperties().map((each) => [each.getName(), each.getUnescapedValue() ?? ''])) }),
  WORKDIR: (instruction) => ({ kind: 'workdir', path: word(instruction) }),
  USER: (instruction) => ({ kind: 'user', name: word(instruction) }),
  EXPOSE: (instruction) => ({ kind: 'expose', port: Number(word(instruction)) }),
  HEALTHCHECK: (instruction) => ({ kind: 'health', command: argv((instruction as Healthcheck).getArgumentsContent()?.replace(/^.*?\bCMD\s/s, '')) }),
  CMD: (instruction) => ({ kind: 'command', command: argv(instruction.getArgumentsContent()) }),
};

function word(instruction: Instruction): string {
  return instruction.getArguments()[0]?.getValue() ?? '';
}

/** Exec form; in shell form the shell would get the signals, and node none. */
function argv(content: string | null | undefined): string[] {
  try {
    return JSON.parse(content ?? '') as string[];
  } catch {
    return unknown(content ?? '');
  }
}

function unknown(what: string): never {
  throw new Error(`${what}: only the exec form of commands and cache mounts are known here.`);
}
