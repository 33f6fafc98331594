import type { JsonObject } from '../../../model/json';
import type { ActorDefinition, KeptConfiguration } from '../../../model/knowledge/actor';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import { fitted } from './fitted';
import { overlaid, type OverlayMode } from './overlaid';
import { withMarked } from './with-marked';

/** What is sent, and what is stored already. */
export interface Entry {
  stored: KeptConfiguration;
  sent: JsonObject;
  mode: OverlayMode;
}

/** What is sent, laid over what is stored and held against the spec of its definition. Rejects as `overlaid` and `fitted` do. */
export function entered(schemas: JsonSchemas, spec: JsonObject, { command }: Pick<ActorDefinition, 'command'>, { stored, sent, mode }: Entry): KeptConfiguration {
  return fitted(schemas, spec, overlaid(withMarked(stored, spec), sent, { mode, command }));
}
