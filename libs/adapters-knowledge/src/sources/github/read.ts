import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { recordMessage, stateMessage, stateOf } from '../../http/read-messages';
import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { GithubConfiguration } from './configuration';
import { Github } from './github';
import { repositoriesOf, type Repository } from './repositories';
import { GITHUB_STREAMS, type GithubStream } from './streams';

type Asked = ReadRequest['streams'][number];

/** The streams asked for, repository by repository; after each, how far it was read. */
export async function* readGithub(configuration: GithubConfiguration, request: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const github = new Github(new Web(reach), configuration, reach.now);
  const known = Object.fromEntries(request.streams.map(({ stream: { name } }) => [name, { ...stateOf(request, name) }]));
  for await (const repository of repositoriesOf(github, configuration.repositories)) {
    for (const asked of request.streams) yield* readOne(github, repository, asked, known[asked.stream.name] ?? {}, configuration, reach);
  }
}

/** A repository's part of one stream. `state` has the cursors of all repositories, and gets the new one of this. */
async function* readOne(github: Github, repository: Repository, { stream, syncMode }: Asked, state: JsonObject, { start_date, branches }: GithubConfiguration, { now }: Reach): AsyncIterable<ReadMessage> {
  const { cursorOf, records } = streamOf(stream.name);
  const before = syncMode === 'incremental' && cursorOf ? state[repository.name] : undefined;
  const since = typeof before === 'string' ? before : inSeconds(start_date);
  let newest = typeof before === 'string' ? before : '';
  for await (const page of existing(records(github, repository, { branches, ...(since !== undefined && { since }) }))) {
    for (const record of page) {
      const cursor = cursorOf?.(record);
      if (typeof cursor === 'string' && cursor > newest) newest = cursor;
      yield recordMessage(stream.name, { ...record, repository: repository.name }, now());
    }
  }
  if (syncMode !== 'incremental' || newest === '') return;
  state[repository.name] = newest;
  yield stateMessage(stream.name, { ...state });
}

/** As GitHub writes times, so that text can be compared. */
function inSeconds(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function streamOf(name: string): GithubStream {
  const found = GITHUB_STREAMS.find(({ stream }) => stream.name === name);
  if (!found) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream ${name}` });
  return found;
}

/** A repository need not have everything: a readme, or issues at all. */
async function* existing(pages: AsyncIterable<JsonObject[]>): AsyncIterable<JsonObject[]> {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof ActorFailed) || error.failure.code !== 'OBJECT_NOT_FOUND') throw error;
  }
}
