export { KnowledgeConnectorEnv } from './knowledge-connector.env';
export type { KnowledgeConnectorConfig } from './knowledge-connector.config';
export { start } from './start';
