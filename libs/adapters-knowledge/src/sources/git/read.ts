import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { recordMessage, stateMessage, stateOf } from '../../http/read-messages';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { Branch } from './advertisement';
import { Clone, type Blob, type Commit } from './clone';
import { DEFAULT_HISTORY, type GitConfiguration } from './configuration';
import { Remote } from './remote';

const LONGEST_TEXT = 1024 * 1024;
/** How far into a file a zero byte shows that it is no text, as Git itself looks. */
const LOOK_BYTES = 8_000;

/** The streams asked for, from one copy. A stream that was read up to the present commit has nothing new. */
export async function* readGit(configuration: GitConfiguration, request: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const remote = new Remote(configuration, reach);
  await remote.assertOpen();
  const branch = await remote.branch();
  const wanted = request.streams.filter(({ stream, syncMode }) => !branch || syncMode === 'full_refresh' || stateOf(request, stream.name).commit !== branch.head);
  if (!branch || wanted.length === 0) return;
  const deep = wanted.some(({ stream }) => stream.name === 'commits');
  const clone = await Clone.of(remote, branch, deep ? (configuration.history ?? DEFAULT_HISTORY) : 1);
  try {
    for (const { stream } of wanted) {
      const records = stream.name === 'commits' ? newCommits(clone, stateOf(request, stream.name)) : stream.name === 'files' ? files(clone, branch, configuration) : null;
      if (!records) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream ${stream.name}` });
      for await (const record of records) yield recordMessage(stream.name, record, reach.now());
      yield stateMessage(stream.name, { commit: branch.head });
    }
  } finally {
    await clone.remove();
  }
}

async function* newCommits(clone: Clone, { commit: known }: JsonObject): AsyncIterable<JsonObject> {
  for (const commit of await clone.commits()) {
    if (commit.sha === known) return;
    yield commitRecord(commit);
  }
}

async function* files(clone: Clone, branch: Branch, { paths = [] }: GitConfiguration): AsyncIterable<JsonObject> {
  for (const blob of await clone.files(paths)) yield await fileRecord(blob, branch);
}

function commitRecord({ sha, message, authorName, authorEmail, authoredAt, parents }: Commit): JsonObject {
  return { sha, message, author_name: authorName, author_email: authorEmail, authored_at: authoredAt.toISOString(), parents };
}

async function fileRecord({ path, sha, bytes }: Blob, { name, head }: Branch): Promise<JsonObject> {
  const content = Buffer.from(await bytes());
  const isText = content.length <= LONGEST_TEXT && !content.subarray(0, LOOK_BYTES).includes(0);
  return { path, sha, size: content.length, content: isText ? content.toString('utf8') : null, branch: name, commit: head };
}
