import type { FieldFault } from '../../errors/moorage-error';
import type { Connector } from '../../model/connector';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import { isSendable, isUsableHeader } from '../credentials/credentials';
import { isUsableVariable } from '../credentials/environment-names';
import { namesCredentialInHost, unknownPlaces } from '../credentials/template';
import { SIZE_LIMITS, sizeFaults } from './size-limits';

type Definition = Pick<Connector, 'serverType' | 'serverUrl' | 'command' | 'args' | 'env' | 'headers' | 'authMethods' | 'configurationSchema'>;

/** Everything that makes a definition unusable, all at once. */
export function connectorFaults(definition: Definition, schemas: JsonSchemas): FieldFault[] {
  const tooLarge = sizeFaults('the definition', definition, SIZE_LIMITS.definition);
  if (tooLarge.length > 0) return tooLarge;
  return [...addressFaults(definition), ...headerFaults(definition), ...commandFaults(definition), ...placeFaults(definition), ...methodFaults(definition), ...schemaFaults(definition, schemas)];
}

function addressFaults({ serverType, serverUrl, command }: Definition): FieldFault[] {
  if (serverType === 'stdio') {
    const faults = serverUrl ? [fault('serverUrl', 'does not belong to a stdio server', 'forbidden')] : [];
    return command ? faults : [...faults, fault('command', 'is required for a stdio server', 'required')];
  }
  if (command) return [fault('command', `does not belong to a server of type ${serverType}`, 'forbidden')];
  if (!serverUrl) return [fault('serverUrl', 'is required', 'required')];
  if (namesCredentialInHost(serverUrl)) return [fault('serverUrl', 'must not put a credential into the host name', 'host')];
  const usable = /^(https?:\/\/[^\s/?#]+|\{configuration\.)/i.test(serverUrl) && isSendable(serverUrl) && !/\s/.test(serverUrl);
  return usable ? [] : [fault('serverUrl', 'must start with http:// or https:// and a host, or with {configuration.…}', 'url')];
}

function headerFaults({ headers = {} }: Definition): FieldFault[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!isUsableHeader(name)) return [fault(`headers.${name.slice(0, 100)}`, 'is not a header that can be set', 'header')];
    return typeof value === 'string' && isSendable(value) ? [] : [fault(`headers.${name}`, 'must be one line of plain text', 'plain')];
  });
}

function commandFaults({ command = '', args = [], env = {} }: Definition): FieldFault[] {
  const texts: [string, unknown][] = [['command', command], ...args.map((value, index): [string, unknown] => [`args.${index}`, value]), ...Object.entries(env).map(([name, value]): [string, unknown] => [`env.${name.slice(0, 100)}`, value])];
  return [
    ...Object.keys(env).filter((name) => !isUsableVariable(name)).map((name) => fault(`env.${name.slice(0, 100)}`, 'is not a variable that a connector can set', 'variable')),
    ...texts.filter(([, value]) => typeof value === 'string' && /[\0\r\n]/.test(value)).map(([field]) => fault(field, 'must be one line of text', 'plain')),
  ];
}

function placeFaults({ serverUrl = '', args = [], env = {}, headers = {} }: Definition): FieldFault[] {
  const templates: [string, unknown][] = [
    ['serverUrl', serverUrl],
    ...args.map((value, index): [string, unknown] => [`args.${index}`, value]),
    ...Object.entries(env).map(([name, value]): [string, unknown] => [`env.${name}`, value]),
    ...Object.entries(headers).map(([name, value]): [string, unknown] => [`headers.${name}`, value]),
  ];
  return templates.flatMap(([field, template]) => {
    if (typeof template !== 'string') return [fault(field, 'must be a text', 'string')];
    return unknownPlaces(template).map((place) => fault(field, `names {${place.slice(0, 60)}}, which is neither a credential nor {configuration.…}`, 'template'));
  });
}

function methodFaults({ authMethods }: Definition): FieldFault[] {
  return authMethods.length > 0 ? [] : [fault('authMethods', 'must name at least one method; none is one', 'minItems')];
}

function schemaFaults({ configurationSchema }: Definition, schemas: JsonSchemas): FieldFault[] {
  const problem = schemas.check(configurationSchema);
  return problem ? [fault('configurationSchema', `cannot be used: ${problem}`, 'schema')] : [];
}

function fault(field: string, statement: string, rule: string): FieldFault {
  return { field, message: `${field} ${statement}`, rule };
}
