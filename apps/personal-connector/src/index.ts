export type { PersonalConnectorConfig } from './personal-connector.config';
export { PersonalConnectorEnv } from './personal-connector.env';
export { start } from './start';
