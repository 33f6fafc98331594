import type { CheckRun } from '../../native/check-run';
import type { GitConfiguration } from './configuration';
import { Remote } from './remote';

/** Asks the server which branches there are. Nothing is cloned: who may list the branches may read them. */
export async function checkGit(configuration: GitConfiguration, run: CheckRun): Promise<void> {
  const remote = new Remote(configuration, run.reach, (timings) => run.opened(timings));
  await run.step('authenticate', async () => remote.assertKnown());
  await run.step('permission', async () => remote.assertOpen());
  const branch = await run.step('read', async () => remote.branch());
  if (branch === null) run.warn('The repository has no commits yet.');
}
