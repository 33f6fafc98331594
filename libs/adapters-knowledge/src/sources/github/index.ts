import { defineSource } from '../../native/native-connector';
import { checkGithub } from './check';
import type { GithubConfiguration } from './configuration';
import { readGithub } from './read';
import { githubSpec } from './spec';
import { GITHUB_STREAMS } from './streams';

/** Repositories of GitHub, and what is discussed and changed in them. */
export const githubSource = defineSource<GithubConfiguration>({
  spec: githubSpec,
  plan: ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'],
  check: checkGithub,
  discover: async () => GITHUB_STREAMS.map(({ stream }) => stream),
  read: readGithub,
});
