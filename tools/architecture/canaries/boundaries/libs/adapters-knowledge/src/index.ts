export const adaptersKnowledge = 'adapters-knowledge';
