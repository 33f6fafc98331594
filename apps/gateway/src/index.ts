// The public surface of the gateway, by name. Nothing inside the app imports this file.
export { AccessEnv } from './access/access.env';
export { accessSettings, type AccessSettings } from './access/access-settings';
export type { Gateway, GatewayConfig } from './gateway.config';
export { GatewayEnv } from './gateway.env';
export { start } from './start';
