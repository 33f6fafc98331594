import type { Failure } from '../../errors/failures';
import { failure } from '../../errors/failures';
import type { JsonObject } from '../../model/json';
import { Secret } from '../../model/secret';
import { isSendable } from './credentials';

const PLACE = /\{([^{}]*)\}/g;
const CREDENTIAL_PLACES = new Set(['token', 'apiKey', 'username', 'password']);
const SETTING_PLACE = /^configuration\.([A-Za-z0-9_-]{1,100})$/;
/** Scheme and authority of an address template. */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;
const HOST_TEXT = /^[A-Za-z0-9.:[\]-]{1,255}$/;

/** Stand-ins for credentials where a text is shown: the places as they are written. */
export const VISIBLE_PLACES: Readonly<Record<string, Secret>> = Object.fromEntries([...CREDENTIAL_PLACES].map((name) => [name, Secret.of(`{${name}}`)]));

/** Values for the places of a template. */
export interface TemplateValues {
  secrets: Record<string, Secret>;
  configuration: JsonObject;
}

/** The expanded text, or why it cannot be made. Holds credentials when the template names them. */
export type Expansion = { text: Secret } | { failure: Failure };

/** The names between braces in a template. */
export function placesOf(template: string): string[] {
  return [...template.matchAll(PLACE)].map((match) => match[1] ?? '');
}

/** Places that no template may contain: neither a credential nor a setting. */
export function unknownPlaces(template: string): string[] {
  return placesOf(template).filter((place) => !CREDENTIAL_PLACES.has(place) && !SETTING_PLACE.test(place));
}

export function namesCredential(template: string): boolean {
  return placesOf(template).some((place) => CREDENTIAL_PLACES.has(place));
}

/** Whether a credential would become part of the host name. */
export function namesCredentialInHost(template: string): boolean {
  return namesCredential(AUTHORITY.exec(template)?.[0] ?? '');
}

/** Scheme and host of an address template; the whole template when a setting gives the host. */
export function hostTemplate(template: string): string {
  return AUTHORITY.exec(template)?.[0] ?? template;
}

/** Fills a header template: values go in as they are, but must be sendable. */
export function expandText(template: string, values: TemplateValues): Expansion {
  return expand(template, values, (value) => (isSendable(value) ? value : null));
}

/** Fills the template of an environment variable: any one line of text. */
export function expandVariable(template: string, values: TemplateValues): Expansion {
  return expand(template, values, (value) => (/[\0\r\n]/.test(value) ? null : value));
}

/** Fills the template of an argument: any one line of text, which must not make an option of what is none. */
export function expandArgument(template: string, values: TemplateValues): Expansion {
  const first = /^\{([^{}]*)\}/.exec(template)?.[1];
  if (first !== undefined && valueOf(first, values)?.startsWith('-')) return { failure: failure('ARGUMENT_LIKE_OPTION', { what: first }) };
  return expandVariable(template, values);
}

/**
 * Fills an address template. A template that starts with a setting takes it as the whole beginning of the address
 * (`{configuration.endpoint}`); in the host only host characters may go in; elsewhere values are percent-encoded by segment.
 */
export function expandAddress(template: string, values: TemplateValues): Expansion {
  const authorityEnd = AUTHORITY.exec(template)?.[0].length ?? 0;
  return expand(template, values, (value, offset) => {
    if (offset === 0) return isSendable(value) && !/[\s{}\\]/.test(value) ? value : null;
    if (offset < authorityEnd) return HOST_TEXT.test(value) ? value : null;
    const segments = value.split('/');
    return segments.some((segment) => segment === '..' || segment === '.') ? null : segments.map(encodeURIComponent).join('/');
  });
}

type Encode = (value: string, offset: number) => string | null;

function expand(template: string, values: TemplateValues, encode: Encode): Expansion {
  let problem: Failure | undefined;
  const text = template.replace(PLACE, (_whole, place: string, offset: number) => {
    const value = valueOf(place, values);
    if (value === null || value === '') problem ??= failure('CONFIGURATION_INCOMPLETE', { what: place });
    const encoded = encode(value ?? '', offset);
    if (encoded === null) problem ??= failure('CONFIGURATION_NOT_USABLE', { what: place });
    return encoded ?? '';
  });
  return problem ? { failure: problem } : { text: Secret.of(text) };
}

/** Only scalars may stand in a template. */
function valueOf(place: string, { secrets, configuration }: TemplateValues): string | null {
  const setting = SETTING_PLACE.exec(place)?.[1];
  if (setting === undefined) return secrets[place]?.reveal() ?? null;
  const value = Object.hasOwn(configuration, setting) ? configuration[setting] : null;
  return value === null || value === undefined || typeof value === 'object' ? null : String(value);
}
