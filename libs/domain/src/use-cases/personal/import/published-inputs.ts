import { isPlainObject } from '../../../model/json';
import { Secret } from '../../../model/secret';
import { shownName, unusable, type Blank, type Text } from './imported-server';

/** A text with more of them would only be there to grow without end. */
const MAX_VARIABLES = 20;

/** An input of a `server.json`: a header, a variable, an argument, or a part of one. */
export type PublishedInput = Record<string, unknown>;

/**
 * The text of an input: what its publisher fixed, with a blank where each person has something else.
 * Empty when it may be left out and nothing is known to put there.
 */
export function readInput(input: PublishedInput, name: string): Text {
  const { value, isSecret, isRequired, choices, default: preset } = input;
  if (typeof value === 'string') return isSecret === true && !isPlainObject(input.variables) ? [blankOf(input, name, value)] : withVariables(value, input.variables);
  if (typeof preset === 'string' && isRequired !== true && isSecret !== true && choices === undefined) return [preset];
  if (preset !== undefined || isRequired === true) return [blankOf(input, name, preset)];
  return isSecret === true ? [{ ...blankOf(input, name, undefined), optional: true }] : [];
}

/** Headers or environment variables. What is left out is said in `warnings`. */
export function readNamedInputs(inputs: PublishedInput[], warnings: string[]): Record<string, Text> {
  const named = inputs.map((input) => [String(input.name), readInput(input, String(input.name))] as const);
  const leftOut = named.filter(([, text]) => text.length === 0).map(([name]) => shownName(name));
  if (leftOut.length > 0) warnings.push(`Optional, and left out: ${leftOut.join(', ')}.`);
  return Object.fromEntries(named.filter(([, text]) => text.length > 0));
}

/** `{name}` stands for a variable that is described; other braces stay. */
function withVariables(value: string, variables: unknown): Text {
  const described = isPlainObject(variables) ? variables : {};
  const parts = value.split(/\{([^{}]*)\}/);
  if (parts.length > 2 * MAX_VARIABLES + 1) throw unusable(`An input of it names more than ${MAX_VARIABLES} variables.`);
  return parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const variable = Object.hasOwn(described, part) ? described[part] : undefined;
    return isPlainObject(variable) ? variablePart(variable, part) : `{${part}}`;
  });
}

function variablePart(variable: PublishedInput, name: string): string | Blank {
  return typeof variable.value === 'string' && variable.isSecret !== true ? variable.value : blankOf(variable, name, variable.value ?? variable.default);
}

function blankOf({ isSecret, description, choices }: PublishedInput, name: string, value: unknown): Blank {
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  const options = Array.isArray(choices) ? choices.filter((choice): choice is string => typeof choice === 'string').slice(0, 100) : [];
  return {
    name: shownName(name),
    ...(typeof isSecret === 'boolean' && { secret: isSecret }),
    ...(known !== '' && { value: Secret.of(known) }),
    ...(typeof description === 'string' && { description: description.slice(0, 500) }),
    ...(options.length > 0 && { choices: options }),
  };
}
