import type { BroadcastDefinition, RequestDefinition, StreamDefinition } from './define-message';
import * as connections from './knowledge-connections.messages';
import * as definitions from './knowledge-definitions.messages';
import * as destinations from './knowledge-destinations.messages';
import * as sources from './knowledge-sources.messages';
import * as tags from './knowledge-tags.messages';
import * as workspaces from './knowledge-workspaces.messages';
import * as streams from './knowledge-streams.messages';
import * as tests from './knowledge-tests.messages';
import * as calls from './personal-calls.messages';
import * as configurations from './personal-configurations.messages';
import * as connectors from './personal-connectors.messages';
import * as imports from './personal-import.messages';
import * as sessions from './personal-sessions.messages';
import * as tools from './personal-tools.messages';
import * as service from './service.messages';

/** Every message definition, by subject. A definition exported from a `*.messages` file is in it. */
export const MESSAGE_REGISTRY: ReadonlyMap<string, RequestDefinition | StreamDefinition | BroadcastDefinition> = new Map(
  [connectors, configurations, imports, tools, calls, sessions, definitions, sources, destinations, tests, streams, connections, workspaces, tags, service].flatMap((file) => Object.values(file).filter(isDefinition).map((each) => [each.subject, each] as const)),
);

function isDefinition(value: unknown): value is RequestDefinition | StreamDefinition | BroadcastDefinition {
  return typeof value === 'object' && value !== null && 'subject' in value;
}
