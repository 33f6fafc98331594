import type { JsonObject } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Github } from './github';

/** A repository, as far as its lists need it. */
export interface Repository {
  owner: string;
  repo: string;
  /** Both, with a slash between. */
  name: string;
  /** All that GitHub says of it. */
  data: JsonObject;
}

/** The repositories that patterns stand for, each once. A pattern that stands for none is a failure that names it. */
export async function* repositoriesOf(github: Github, patterns: string[]): AsyncIterable<Repository> {
  const seen = new Set<string>();
  for (const pattern of patterns) {
    for await (const repository of matching(github, pattern)) {
      if (!seen.has(repository.name)) yield repository;
      seen.add(repository.name);
    }
  }
}

async function* matching(github: Github, pattern: string): AsyncIterable<Repository> {
  const [owner = '', repo = ''] = pattern.split('/');
  if (!repo.endsWith('*')) return yield repositoryOf((await github.one(`repository ${pattern}`, '/repos/{owner}/{repo}', { owner, repo })).data, pattern);
  const prefix = repo.slice(0, -1).toLowerCase();
  let count = 0;
  for await (const page of ownedBy(github, owner)) {
    for (const data of page.filter(({ name }) => String(name).toLowerCase().startsWith(prefix))) {
      count += 1;
      yield repositoryOf(data, `${owner}/${String(data.name)}`);
    }
  }
  if (count === 0) throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `repository that fits ${pattern}` });
}

/** Those of an organization or, where there is none of that name, of a user. */
async function* ownedBy(github: Github, owner: string): AsyncIterable<JsonObject[]> {
  try {
    yield* github.pages(`organization ${owner}`, '/orgs/{org}/repos', { org: owner });
  } catch (error) {
    if (!(error instanceof ActorFailed) || error.failure.code !== 'OBJECT_NOT_FOUND') throw error;
    yield* github.pages(`organization or user ${owner}`, '/users/{username}/repos', { username: owner });
  }
}

/** A renamed repository answers under its new name, which is the one that its lists want. */
function repositoryOf(data: JsonObject, asked: string): Repository {
  const name = typeof data.full_name === 'string' && /^[\w.-]*\w[\w.-]*\/[\w.-]*\w[\w.-]*$/.test(data.full_name) ? data.full_name : asked;
  const [owner = '', repo = ''] = name.split('/');
  return { owner, repo, name, data };
}
