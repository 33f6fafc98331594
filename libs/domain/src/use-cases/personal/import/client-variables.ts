import { isPlainObject } from '../../../model/json';
import { Secret } from '../../../model/secret';
import { shownName, type Blank, type Text } from './imported-server';

const VARIABLE = /\$\{([^{}]{1,200})\}/g;
/** What editors fill in by themselves: places on one person's machine. */
const PLACES_OF_THE_EDITOR = /^(userHome|cwd|workspaceFolder(Basename)?(:.*)?)$/;

/** The questions that VS Code asks before it starts a server, by id. */
export type Inputs = ReadonlyMap<string, Blank>;

export function readInputs(inputs: unknown): Inputs {
  const list = Array.isArray(inputs) ? inputs.filter(isPlainObject) : [];
  return new Map(list.flatMap((input): [string, Blank][] => (typeof input.id === 'string' ? [[input.id, inputBlank(input.id, input)]] : [])));
}

function inputBlank(id: string, { type, password, description, default: preset, options }: Record<string, unknown>): Blank {
  const choices = type === 'pickString' && Array.isArray(options) ? options.map(choiceOf).filter((choice) => choice !== undefined) : [];
  return {
    name: shownName(id),
    ...(password === true ? { secret: true } : (password === false || choices.length > 0) && { secret: false }),
    ...(typeof description === 'string' && { description: description.slice(0, 500) }),
    ...(typeof preset === 'string' && preset !== '' && { value: Secret.of(preset) }),
    ...(choices.length > 0 && { choices }),
  };
}

function choiceOf(option: unknown): string | undefined {
  const value = isPlainObject(option) ? option.value : option;
  return typeof value === 'string' ? value : undefined;
}

/** Takes a text of a client's file apart: `${env:NAME}`, `${input:id}`, `${NAME:-default}`, `${workspaceFolder}` become blanks. */
export function readVariables(text: string, inputs: Inputs): Text {
  const parts: (string | Blank)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push(text.slice(end, match.index), variable(match[1] ?? '', inputs));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

function variable(inner: string, inputs: Inputs): string | Blank {
  if (inner === '/' || inner === 'pathSeparator') return '/';
  if (PLACES_OF_THE_EDITOR.test(inner)) return { name: inner.replace(/:.*/, ''), secret: false };
  const [, kind, name = '', preset] = /^(?:(env|input|file):)?(.*?)(?::-(.*))?$/s.exec(inner) ?? [];
  const known = kind === 'input' ? inputs.get(name) : undefined;
  return known ?? { name: shownName(name), ...(preset !== undefined && preset !== '' && { value: Secret.of(preset) }) };
}
