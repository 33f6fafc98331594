import 'reflect-metadata';
import { runProcess } from '@moorage/adapters-node';
import { readEnvironment } from '@moorage/contracts';
import { Progress } from './progress';
import { StandaloneEnv } from './standalone.env';
import { start } from './start';

void runProcess(() => {
  const progress = new Progress((line) => process.stdout.write(`${line}\n`), process.stdout.isTTY === true);
  return start(readEnvironment(StandaloneEnv, process.env), progress);
});
