import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import type { GithubConfiguration } from './configuration';
import { Github } from './github';
import { repositoriesOf, type Repository } from './repositories';
import { GITHUB_STREAMS } from './streams';

/** Asks who the token belongs to, for every repository, and for one record of each stream of the first of them. */
export async function checkGithub(configuration: GithubConfiguration, run: CheckRun): Promise<void> {
  const web = new Web(run.reach, (timings) => run.opened(timings));
  const { github, expiry } = await run.step('authenticate', () => introduced(web, configuration, run.reach.now));
  warnOfExpiry(expiry, run);
  const first = await run.step('permission', () => firstOfAll(github, configuration.repositories));
  await run.step('read', () => readable(github, first, configuration, run));
}

/** What it costs counts for no limit, and every kind of token may ask. Servers that have no limits do not know it. */
async function introduced(web: Web, configuration: GithubConfiguration, now: () => Date): Promise<{ github: Github; expiry?: string }> {
  const github = new Github(web, configuration, now);
  const answer = await github.one('the token', '/rate_limit', {}).catch((error: unknown) => {
    if (error instanceof ActorFailed && error.failure.code === 'OBJECT_NOT_FOUND') return github.one('API of GitHub at this address', '/user', {});
    throw error;
  });
  const expiry = answer.headers['github-authentication-token-expiration'];
  return { github, ...(typeof expiry === 'string' && { expiry }) };
}

const SOON_MS = 7 * 86_400_000;

/** GitHub writes `2026-11-21 12:00:00 UTC`. */
function warnOfExpiry(expiry: string | undefined, run: CheckRun): void {
  const left = Date.parse((expiry ?? '').replace(/^(\S+) (\S+) UTC$/, '$1T$2Z')) - run.reach.now().getTime();
  if (left < SOON_MS) run.warn(`The token expires in ${Math.max(0, Math.floor(left / 86_400_000))} days. Make a new one before that.`);
}

/** Every name that is configured must lead to a repository; of one that stands for many, the first will do. */
async function firstOfAll(github: Github, patterns: string[]): Promise<Repository | undefined> {
  const found: (Repository | undefined)[] = [];
  for (const pattern of patterns) {
    for await (const repository of repositoriesOf(github, [pattern])) {
      found.push(repository);
      break;
    }
  }
  return found[0];
}

/** A token may well be for some of the streams; that it is good for none but the list of repositories is a failure. */
async function readable(github: Github, repository: Repository | undefined, { branches }: GithubConfiguration, run: CheckRun): Promise<void> {
  if (!repository) return;
  const refused: ActorFailed[] = [];
  const lists = GITHUB_STREAMS.filter(({ stream }) => stream.name !== 'repositories' && stream.name !== 'readmes');
  for (const { stream, records } of lists) {
    const refusal = await refusalOfFirst(records(github, repository, { branches, perPage: 1 }));
    if (refusal) refused.push(refusal);
    if (refusal) run.warn(`The stream ${stream.name} cannot be read. ${refusal.message}`);
  }
  if (refused[0] && refused.length === lists.length) throw refused[0];
}

async function refusalOfFirst(pages: AsyncIterable<unknown>): Promise<ActorFailed | null> {
  try {
    for await (const _page of pages) return null;
  } catch (error) {
    if (error instanceof ActorFailed && !error.failure.indeterminate) return error;
    throw error;
  }
  return null;
}
