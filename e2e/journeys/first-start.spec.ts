import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Api } from '../support/api';
import { commandLines } from '../support/command-lines';
import { ALLOWED_CONNECTORS, CONNECTORS } from '../support/connectors';
import { Harbour } from '../support/harbour';
import { newFolder, startInstallation, type Folder } from '../support/installation';
import { run, until } from '../support/processes';

let folder: Folder;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** A start that must not succeed: its status and the lines it left on standard error. */
async function failedStart(env: Record<string, string>): Promise<{ status: number | null; lines: string[] }> {
  await using process = run('node', ['apps/standalone/dist/main.js'], { PORT: '0', DATA_DIR: folder.path, ...env });
  const status = await process.ended;
  return { status, lines: process.errors().trim().split('\n') };
}

/** A port on which somebody else listens until the test ends. */
async function takenPort(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('the first start', () => {
  it('shows one healthy and one explained connector, the address, the docs, the key once, and a command that works as printed', async () => {
    await using first = await startInstallation(folder.path);
    expect(first.greeting).toMatch(/pcon_demo\s+healthy\s+5 tools/);
    expect(first.greeting).toMatch(/pcon_demo_broken\s+unhealthy\s+\S.*\n\s+What to do: \S/);
    expect(first.greeting).toContain(`${first.url}/docs`);
    expect(first.apiKey).toBeDefined();
    const command = /Try\s+(curl .*)/.exec(first.greeting)?.[1] ?? '';
    await using tried = run('sh', ['-c', `${command} --silent`], {});
    expect(await tried.ended).toBe(0);
    expect(JSON.parse(tried.output())).toMatchObject({ status: 'healthy', details: { availableTools: 5 } });
    expect(await first.stop()).toBe(0);

    await using second = await startInstallation(folder.path);
    expect(second.apiKey).toBeUndefined();
    expect(second.greeting).toContain(first.apiKey?.slice(0, 8));
    const { body } = await (await Api.open(second.url, first.apiKey)).call<{ data: { personalConnectorId: string; healthStatus: string }[] }>('GET', '/v1/personal-connectors/configurations');
    expect(body.data.map((each) => [each.personalConnectorId, each.healthStatus]).sort()).toEqual([
      ['pcon_demo', 'healthy'],
      ['pcon_demo_broken', 'unhealthy'],
    ]);
    expect(await second.stop()).toBe(0);
  });

  it('takes a preset key and organization', async () => {
    await using donor = await newFolder();
    await using other = await startInstallation(donor.path);
    await other.stop();
    const preset = other.apiKey ?? '';
    await using installation = await startInstallation(folder.path, { BOOTSTRAP_API_KEY: preset, BOOTSTRAP_ORGANIZATION: 'org_acme' });
    const { body } = await (await Api.open(installation.url, preset)).call('GET', '/v1/me');
    expect(body).toMatchObject({ organizationId: 'org_acme', userId: 'user_default', role: 'operator' });
    await installation.stop();
  });

  it('keeps two installations apart', async () => {
    await using otherFolder = await newFolder();
    await using one = await startInstallation(folder.path);
    await using two = await startInstallation(otherFolder.path);
    expect(one.url).not.toBe(two.url);
    const stranger = await (await Api.open(two.url, one.apiKey)).call('GET', '/v1/me');
    expect(stranger.status).toBe(401);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('leaves no process behind when it is killed, and the next start finds everything', async () => {
    await using first = await startInstallation(folder.path);
    first.child.kill('SIGKILL');
    await first.ended;
    await until('the database to end', async () => !(await commandLines()).some((line) => line.includes(folder.path)), 10_000);
    await using second = await startInstallation(folder.path);
    expect((await (await Api.open(second.url, first.apiKey)).call('GET', '/v1/me')).status).toBe(200);
    await second.stop();
  });

  it('leaves no connector and no configuration in the clear behind when it is killed in the middle of a test', async () => {
    await using elsewhere = await newFolder();
    await using harbour = await Harbour.start();
    await using installation = await startInstallation(folder.path, { ALLOW_PROCESSES: ALLOWED_CONNECTORS, TMPDIR: elsewhere.path });
    const api = await Api.open(installation.url, installation.apiKey);
    const KC = '/v1/organizations/org_default/knowledge/connectors';
    const { body } = await api.call('POST', `${KC}/source-definitions`, { name: 'Harbour', kind: 'process', command: CONNECTORS.harbour });
    harbour.silent = true;
    const test = api.call('POST', `${KC}/sources/test`, { source_definition_id: body.source_definition_id, configuration: { url: harbour.origin, token: harbour.token } }).catch(() => null);
    await until('the connector to ask', () => harbour.asked > 0);
    installation.child.kill('SIGKILL');
    await test;
    const ours = (line: string) => line.includes(folder.path) || line.includes(elsewhere.path);
    await until('everything to end', async () => !(await commandLines()).some(ours), 10_000);
    expect(await readdir(elsewhere.path)).toEqual([]);
  });
});

describe('a later start', () => {
  it('shows its own two demos, whatever else of them there is, and does not wait for a silent one', async () => {
    await using first = await startInstallation(folder.path);
    const api = await Api.open(first.url, first.apiKey);
    const { body } = await api.call<{ data: { id: string }[] }>('GET', '/v1/personal-connectors/configurations?personalConnectorId=pcon_demo_broken');
    const own = { personalConnectorId: 'pcon_demo_broken', name: 'Mine', configuration: { fault: 'silent' } };
    for (let count = 0; count < 6; count++) await api.call('POST', '/v1/personal-connectors/configurations', own);
    await api.call('PATCH', `/v1/personal-connectors/configurations/${body.data[0]?.id}`, { configuration: { fault: 'silent' } });
    await first.stop();

    await using second = await startInstallation(folder.path, { TEST_DEADLINE_SECONDS: '2' });
    expect(second.greeting).toMatch(/pcon_demo_broken\s+not tested/);
    expect(second.greeting).toMatch(/pcon_demo\s+healthy/);
    const { body: mine } = await (await Api.open(second.url, first.apiKey)).call<{ data: { name: string; healthStatus: string }[] }>('GET', '/v1/personal-connectors/configurations?personalConnectorId=pcon_demo_broken');
    expect(mine.data.filter(({ name }) => name === 'Mine').map(({ healthStatus }) => healthStatus)).toEqual(Array(6).fill('unknown'));
    await second.stop();
  });
});

describe('a signal', () => {
  it('to the whole process group ends it cleanly with status 0, as Ctrl-C does', async () => {
    await using installation = await startInstallation(folder.path, {}, { detached: true });
    process.kill(-(installation.child.pid ?? 0), 'SIGINT');
    expect(await installation.ended).toBe(0);
    expect((await commandLines()).filter((line) => line.includes(folder.path))).toEqual([]);
  });

  it('in the middle of the start ends it, too', async () => {
    await using starting = run('node', ['apps/standalone/dist/main.js'], { PORT: '0', DATA_DIR: folder.path });
    await until('the start to begin', () => starting.output().includes('Moorage'));
    starting.child.kill('SIGTERM');
    expect(await starting.ended).toBe(0);
    expect((await commandLines()).filter((line) => line.includes(folder.path))).toEqual([]);
  });
});

describe('the embedded database', () => {
  it('ends the installation with a line and status 1 when it dies, and the next start finds everything', async () => {
    await using first = await startInstallation(folder.path);
    const [pid] = (await readFile(join(folder.path, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    expect(await first.ended).toBe(1);
    expect(first.errors()).toMatch(/Moorage: The database in .* ended by itself/);
    await using second = await startInstallation(folder.path);
    expect((await (await Api.open(second.url, first.apiKey)).call('GET', '/v1/me')).status).toBe(200);
    await second.stop();
  });
});

describe('a start that cannot succeed says in one line what to do', () => {
  it('when the port is taken', async () => {
    await using taken = await takenPort();
    const { status, lines } = await failedStart({ PORT: String(taken.port) });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/PORT/)]);
  });

  it('when variables are broken, all of them at once and by name only, before anything is made', async () => {
    const broken = { PORT: 'eighty', TEST_DEADLINE_SECONDS: '0', DATABASE_URL: 'mysql://root:hunter2@db', ENCRYPTION_KEYS: 'k1:hunter2', EGRESS_ALLOW: 'hunter2/99', BOOTSTRAP_API_KEY: 'mrg_hunter2' };
    const { status, lines } = await failedStart(broken);
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    for (const name of Object.keys(broken)) expect(lines[0]).toContain(name);
    expect(lines[0]).not.toContain('hunter2');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('when the port for the operator is taken, and the start after it still shows the first key', async () => {
    await using taken = await takenPort();
    const { status, lines } = await failedStart({ OPS_PORT: String(taken.port) });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/OPS_PORT/)]);
    await using next = await startInstallation(folder.path);
    expect(next.apiKey).toBeDefined();
    expect(next.greeting).toMatch(/pcon_demo\s+healthy/);
    expect(await next.stop()).toBe(0);
  });

  it('when the folder cannot be made', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const { status, lines } = await failedStart({ DATA_DIR: join(folder.path, 'file', 'data') });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/DATA_DIR/)]);
  });

  it('when the encryption key is lost', async () => {
    await (await startInstallation(folder.path)).stop();
    await rm(join(folder.path, 'encryption-keys'));
    const { status, lines } = await failedStart({});
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/ENCRYPTION_KEYS/)]);
  });

  it('when the database is elsewhere and the keys to what is in it would be made here', async () => {
    const { status, lines } = await failedStart({ DATABASE_URL: 'postgres://moorage:hunter2@127.0.0.1:9/moorage' });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/ENCRYPTION_KEYS/)]);
    expect(lines[0]).not.toContain('hunter2');
  });

  it('when an encryption key is malformed, and remembers nothing of it', async () => {
    const { status, lines } = await failedStart({ ENCRYPTION_KEYS: 'k1:abc' });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/ENCRYPTION_KEYS/)]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('when the egress list is broken', async () => {
    const { status, lines } = await failedStart({ EGRESS_ALLOW: '10.0.0.0/8,300.1.2.3/99' });
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/EGRESS_ALLOW/)]);
  });

  it('when another start is using the folder', async () => {
    await using running = await startInstallation(folder.path);
    const { status, lines } = await failedStart({});
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/DATA_DIR|in use/)]);
    await running.stop();
  });
});

describe('an ordinary user', () => {
  it('can run it without any privilege', async () => {
    const asUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    await chmod(folder.path, 0o777);
    await using installation = await startInstallation(join(folder.path, 'data'), { HOME: folder.path }, asUser);
    expect(installation.greeting).toMatch(/pcon_demo\s+healthy/);
    expect(await installation.stop()).toBe(0);
  });
});
