export const personalConnector = 'personal-connector';
