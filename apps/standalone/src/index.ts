export { StandaloneEnv } from './standalone.env';
export { Progress } from './progress';
export { start } from './start';
