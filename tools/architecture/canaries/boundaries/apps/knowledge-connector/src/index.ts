export const knowledgeConnector = 'knowledge-connector';
