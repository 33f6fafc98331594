import { failure, type Failure } from '../../errors/failures';
import type { Configuration } from '../../model/configuration';
import type { Connector } from '../../model/connector';
import { canonicalJson, type JsonObject } from '../../model/json';
import type { McpCommand } from '../../model/mcp-target';
import { Secret } from '../../model/secret';
import { secretsOf, type Credentials } from './credentials';
import { isUsableVariable } from './environment-names';
import { expandArgument, expandVariable, namesCredential, VISIBLE_PLACES, type Expansion, type TemplateValues } from './template';

type Definition = Pick<Connector, 'command' | 'args' | 'env'>;
type Texts = { texts: Record<string, Secret> } | { failure: Failure };

/**
 * Puts a definition with a command, settings and credentials together into what can be run. Credentials go where the definition places
 * them; those of type `custom` become environment variables of their names, which never take the place of what the definition sets.
 */
export function buildCommand(connector: Definition, configuration: Configuration, values: TemplateValues, credentials: Credentials | null): { command: McpCommand } | { failure: Failure } {
  if (!connector.command) return { failure: failure('COMMAND_MISSING') };
  if (credentials && configuration.credentials?.origin !== commandOrigin(connector, configuration.configuration)) return { failure: failure('CREDENTIALS_FOR_ANOTHER_COMMAND') };
  const args = expandAll(Object.entries(connector.args ?? []), values, expandArgument);
  if ('failure' in args) return args;
  const env = buildEnvironment(connector.env ?? {}, values, credentials);
  if ('failure' in env) return env;
  const argv = [Secret.of(connector.command), ...Object.values(args.texts)];
  return { command: { argv, env: env.texts, shown: shownCommand(connector, configuration.configuration), credentials: secretsOf(credentials) } };
}

/**
 * What stands for the origin of a command: all of it but the credentials. Which of its words and variables decide where a credential
 * goes nobody can tell from outside, so each of them counts. `null` when a setting that it needs is missing.
 */
export function commandOrigin({ command, args = [], env = {} }: Definition, configuration: JsonObject): string | null {
  const values: TemplateValues = { secrets: VISIBLE_PLACES, configuration };
  const words = expandAll(Object.entries(args), values, expandVariable);
  const variables = expandAll(Object.entries(env), values, expandVariable);
  return 'failure' in words || 'failure' in variables ? null : `stdio:${canonicalJson([command ?? '', revealed(words.texts), revealed(variables.texts)])}`;
}

/** The command line with its settings filled in; a place without a value stays open, like those of credentials. */
export function shownCommand({ command = '', args = [] }: Definition, configuration: JsonObject): string {
  const words = args.map((template) => {
    const expansion = expandVariable(template, { secrets: VISIBLE_PLACES, configuration });
    return 'failure' in expansion ? template : expansion.text.reveal();
  });
  return [command, ...words].join(' ');
}

function buildEnvironment(templates: Record<string, string>, values: TemplateValues, credentials: Credentials | null): Texts {
  const custom = credentials?.type === 'custom' ? credentials.headers : {};
  const unusable = [...Object.keys(templates), ...Object.keys(custom)].find((name) => !isUsableVariable(name));
  if (unusable !== undefined) return { failure: failure('VARIABLE_NOT_ALLOWED', { name: unusable }) };
  const own = expandAll(Object.entries(templates).filter(([, template]) => credentials !== null || !namesCredential(template)), values, expandVariable);
  return 'failure' in own ? own : { texts: { ...custom, ...own.texts } };
}

function expandAll(templates: [string, string][], values: TemplateValues, expand: (template: string, values: TemplateValues) => Expansion): Texts {
  const texts: Record<string, Secret> = {};
  for (const [name, template] of templates) {
    const expansion = expand(template, values);
    if ('failure' in expansion) return expansion;
    texts[name] = expansion.text;
  }
  return { texts };
}

function revealed(texts: Record<string, Secret>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.reveal()]));
}
