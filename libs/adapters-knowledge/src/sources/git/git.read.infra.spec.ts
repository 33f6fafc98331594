import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ReadMessage, ReadRequest, SyncState } from '@moorage/domain';
import { discoverOf, readOf } from '../../testing/connector-trial';
import { GIT_TOKEN, GitGround } from '../../testing/git-servers';
import { gitSource as git } from '.';
import { GIT_STREAMS } from './streams';

const ground = new GitGround();
let daemon: string;

beforeAll(async () => {
  daemon = await ground.daemon();
});
afterAll(() => ground.close());

const wanted = (name: string, syncMode: 'full_refresh' | 'incremental', state?: SyncState[]): ReadRequest => ({
  streams: GIT_STREAMS.filter((stream) => stream.name === name).map((stream) => ({ stream, syncMode })),
  ...(state && { state }),
});
const records = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []));
const states = (messages: ReadMessage[]) => messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
const copies = () => readdirSync(tmpdir()).filter((name) => /^moorage-git-(?!ground|work)/.test(name));

describe('Reading a Git repository', () => {
  it('shows files with their text, and what is no text without it', async () => {
    const head = ground.repository('mixed', [{ 'docs/a.md': 'Grüße', 'logo.png': Buffer.from([137, 80, 0, 71]), 'src/b.ts': 'export {};' }]);
    const messages = await readOf(git, { repository_url: `${daemon}/mixed.git` }, wanted('files', 'full_refresh'));
    expect(records(messages).map(({ path, content, size }) => ({ path, content, size }))).toEqual([
      { path: 'docs/a.md', content: 'Grüße', size: 7 },
      { path: 'logo.png', content: null, size: 4 },
      { path: 'src/b.ts', content: 'export {};', size: 10 },
    ]);
    expect(states(messages)).toMatchObject([{ stream: { stream_descriptor: { name: 'files' }, stream_state: { commit: head } } }]);
  });

  it('keeps to the folders that were asked for', async () => {
    ground.repository('wide', [{ 'docs/a.md': 'a', 'docs2/b.md': 'b', 'src/deep/c.ts': 'c', 'README.md': 'd' }]);
    const messages = await readOf(git, { repository_url: `${daemon}/wide.git`, paths: ['docs/', 'src/deep/'] }, wanted('files', 'full_refresh'));
    expect(records(messages).map(({ path }) => path)).toEqual(['docs/a.md', 'src/deep/c.ts']);
  });

  it('goes on from the last commit: nothing when nothing is new, and only new commits', async () => {
    ground.repository('growing', [{ 'a.md': '1' }, { 'a.md': '2' }]);
    const configuration = { repository_url: `${daemon}/growing.git` };
    const first = await readOf(git, configuration, wanted('commits', 'incremental'));
    expect(records(first)).toHaveLength(2);
    expect(await readOf(git, configuration, wanted('commits', 'incremental', states(first)))).toEqual([]);
    const sha = ground.add('growing', { 'a.md': '3' });
    const again = await readOf(git, configuration, wanted('commits', 'incremental', states(first)));
    expect(records(again)).toMatchObject([{ sha, author_name: 'Ada', message: 'Change a.md\n' }]);
  });

  it('goes back no further than asked for', async () => {
    ground.repository('long', [{ 'a.md': '1' }, { 'a.md': '2' }, { 'a.md': '3' }]);
    expect(records(await readOf(git, { repository_url: `${daemon}/long.git`, history: 2 }, wanted('commits', 'full_refresh')))).toHaveLength(2);
  });

  it('reads over HTTP with a token, and leaves no copy behind', async () => {
    ground.repository('private', [{ 'a.md': 'secret plans' }]);
    const configuration = { repository_url: `${await ground.web()}/private/private.git`, credentials: { auth_type: 'token', token: GIT_TOKEN } };
    expect(records(await readOf(git, configuration, wanted('files', 'full_refresh')))).toMatchObject([{ content: 'secret plans' }]);
    expect(copies()).toEqual([]);
  });

  it('an empty repository has nothing to read', async () => {
    ground.repository('void', []);
    expect(await readOf(git, { repository_url: `${daemon}/void.git` }, wanted('files', 'full_refresh'))).toEqual([]);
  });

  it('lists its streams only when the repository can be read', async () => {
    ground.repository('listed', [{ 'a.md': 'a' }]);
    expect(await discoverOf(git, { repository_url: `${daemon}/listed.git` })).toEqual({ streams: GIT_STREAMS });
    expect(await discoverOf(git, { repository_url: `${daemon}/none.git` })).toMatchObject({ failure: { code: 'OBJECT_NOT_FOUND' } });
  });

  it('a read that fails half-way says so at the end, and leaves no copy behind', async () => {
    const cut = await ground.tcp((socket) => socket.once('data', () => socket.end('003e0123456789012345678901234567890123456789 HEAD\0multi_ack\n0000')));
    const messages = await readOf(git, { repository_url: `${cut}/x.git` }, wanted('files', 'full_refresh'));
    expect(messages.map(({ kind }) => kind)).toEqual(['failure']);
    expect(copies()).toEqual([]);
  });
});
