export { KnowledgeConnectorEnv } from './knowledge-connector.env';
export { start, type KnowledgeConnectorConfig } from './start';
