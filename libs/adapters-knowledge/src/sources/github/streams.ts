import type { Json, JsonObject, Stream } from '@moorage/domain';
import { isPlainObject } from '@moorage/domain';
import { schemaOf } from '../../files/inferred-schema';
import type { Github } from './github';
import type { Repository } from './repositories';

/** A list that every repository has. */
export interface GithubStream {
  stream: Stream;
  /** Records of a repository, the newest of which are not older than `since`. With `few`, one page of one will do. */
  records(github: Github, repository: Repository, options: ListOptions): AsyncIterable<JsonObject[]>;
  /** Where in a record the cursor is; none when the whole list is read each time. */
  cursorOf?: (record: JsonObject) => Json | undefined;
}

export interface ListOptions {
  since?: string;
  branches?: string[];
  /** How many records of a page; a hundred when absent. */
  perPage?: number;
}

const text: Json = { type: ['null', 'string'] };
const time: Json = { type: ['null', 'string'], format: 'date-time' };
const whole: Json = { type: ['null', 'integer'] };
const object: Json = { type: ['null', 'object'], additionalProperties: true };

const stream = (name: string, key: string[], properties: JsonObject, cursor?: string): Stream => ({
  name,
  jsonSchema: schemaOf({ repository: { type: 'string' }, ...properties }),
  supportedSyncModes: cursor === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
  ...(cursor !== undefined && { sourceDefinedCursor: true, defaultCursorField: [cursor] }),
  sourceDefinedPrimaryKey: key.map((field) => [field]),
});

const at = ({ owner, repo }: Repository) => ({ owner, repo });

const changed = { number: whole, title: text, body: text, state: text, user: object, html_url: text, created_at: time, updated_at: time, closed_at: time };

export const GITHUB_STREAMS: readonly GithubStream[] = [
  {
    stream: stream('commits', ['repository', 'sha'], { sha: { type: 'string' }, branch: text, created_at: time, html_url: text, commit: object, author: object, committer: object }, 'created_at'),
    cursorOf: ({ created_at: time }) => time,
    async *records(github, repository, { since, branches = [], perPage }) {
      const own = branches.filter((each) => each.startsWith(`${repository.name}/`)).map((each) => each.slice(repository.name.length + 1));
      for (const branch of own.length > 0 ? own : [undefined]) {
        const pages = github.pages(`commits of ${repository.name}`, '/repos/{owner}/{repo}/commits', { ...at(repository), since, sha: branch, per_page: perPage });
        for await (const page of pages) yield page.map((commit) => ({ ...commit, branch: branch ?? repository.data.default_branch ?? null, created_at: committedAt(commit) }));
      }
    },
  },
  {
    stream: stream('issues', ['id'], { id: whole, ...changed, labels: { type: ['null', 'array'] }, comments: whole }, 'updated_at'),
    cursorOf: ({ updated_at: time }) => time,
    async *records(github, repository, { since, perPage }) {
      const pages = github.pages(`issues of ${repository.name}`, '/repos/{owner}/{repo}/issues', { ...at(repository), state: 'all', sort: 'updated', direction: 'asc', since, per_page: perPage });
      // To GitHub every pull request is an issue, too; here they have a stream of their own.
      for await (const page of pages) yield page.filter((issue) => !('pull_request' in issue));
    },
  },
  {
    stream: stream('pull_requests', ['id'], { id: whole, ...changed, merged_at: time, draft: { type: ['null', 'boolean'] }, head: object, base: object }, 'updated_at'),
    cursorOf: ({ updated_at: time }) => time,
    async *records(github, repository, { since, perPage }) {
      const pages = github.pages(`pull requests of ${repository.name}`, '/repos/{owner}/{repo}/pulls', { ...at(repository), state: 'all', sort: 'updated', direction: 'desc', per_page: perPage });
      for await (const page of pages) {
        const recent = page.filter(({ updated_at: time }) => since === undefined || String(time) >= since);
        yield recent;
        if (recent.length < page.length) return;
      }
    },
  },
  {
    stream: stream('readmes', ['repository', 'path'], { path: text, sha: text, size: whole, html_url: text, text }),
    async *records(github, repository) {
      const { data } = await github.one(`readme of ${repository.name}`, '/repos/{owner}/{repo}/readme', at(repository));
      const { content, encoding, ...known } = data;
      yield [{ ...known, text: encoding === 'base64' && typeof content === 'string' ? Buffer.from(content, 'base64').toString('utf8') : null }];
    },
  },
  {
    stream: stream('repositories', ['id'], { id: whole, full_name: text, description: text, private: { type: ['null', 'boolean'] }, default_branch: text, html_url: text, topics: { type: ['null', 'array'] }, created_at: time, updated_at: time, pushed_at: time }),
    async *records(_github, repository) {
      yield [repository.data];
    },
  },
];

function committedAt({ commit }: JsonObject): Json {
  const committer = isPlainObject(commit) ? commit.committer : undefined;
  return isPlainObject(committer) && typeof committer.date === 'string' ? committer.date : null;
}
