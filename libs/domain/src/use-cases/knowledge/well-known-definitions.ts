import type { ActorDefinition, ActorType } from '../../model/knowledge/actor';

/** Names of the native connectors, by the id of their definition. */
const NAMES: Record<ActorType, Record<string, string>> = {
  source: {
    def_files: 'Local files',
    def_git: 'Git',
    def_github: 'GitHub',
    def_http_api: 'HTTP API',
    def_mysql: 'MySQL',
    def_notion: 'Notion',
    def_postgres: 'Postgres',
    def_s3: 'S3',
    def_sftp: 'SFTP',
    def_web: 'Web site',
  },
  destination: {
    ddef_http: 'HTTP push',
    ddef_jsonl: 'Local JSONL',
    ddef_postgres: 'Postgres',
    ddef_s3: 'S3',
  },
};

/** The definitions that every organization has: one for each native connector. `since` is when they were first published. */
export function wellKnownDefinitions(since: Date): ActorDefinition[] {
  return Object.entries(NAMES).flatMap(([type, names]) =>
    Object.entries(names).map(([id, name]): ActorDefinition => ({ id, type: type as ActorType, name, kind: 'native', releaseStage: 'beta', version: 1, createdAt: since, updatedAt: since })),
  );
}
