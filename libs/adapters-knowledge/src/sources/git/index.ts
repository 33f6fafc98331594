import { defineSource } from '../../native/native-connector';
import { checkGit } from './check';
import type { GitConfiguration } from './configuration';
import { readGit } from './read';
import { Remote } from './remote';
import { gitSpec } from './spec';
import { GIT_STREAMS } from './streams';

/** Files and commits of one branch of a Git repository. */
export const gitSource = defineSource<GitConfiguration>({
  spec: gitSpec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check: checkGit,
  discover: async (configuration, reach) => {
    await new Remote(configuration, reach).assertOpen();
    return GIT_STREAMS;
  },
  read: readGit,
});
