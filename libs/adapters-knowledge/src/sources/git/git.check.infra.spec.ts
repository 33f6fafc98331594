import { selfSigned, testAuthority } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { GIT_TOKEN, GitGround } from '../../testing/git-servers';
import { gitSource as git } from '.';

const ground = new GitGround();
let daemon: string;
let web: string;

beforeAll(async () => {
  ground.repository('handbook', [{ 'README.md': '# Hello' }]);
  ground.repository('empty', []);
  [daemon, web] = await Promise.all([ground.daemon(), ground.web()]);
});
afterAll(() => ground.close());

const withToken = (token: string) => ({ credentials: { auth_type: 'token', token } });

describe('The check of a Git repository', () => {
  it('good: a daemon and a web server show their branches, and nothing is cloned', async () => {
    expect(stepsOf(await checkOf(git, { repository_url: `${daemon}/handbook.git` }))).toBe('connect authenticate permission read');
    const report = await checkOf(git, { repository_url: `${web}/private/handbook.git`, ...withToken(GIT_TOKEN), branch: 'main' });
    expect([stepsOf(report), verdictOf(report), report.warnings]).toEqual(['connect authenticate permission read', 'none', []]);
  });

  it('good: an empty repository is a warning', async () => {
    const report = await checkOf(git, { repository_url: `${daemon}/empty.git` });
    expect([verdictOf(report), report.warnings]).toEqual(['none', ['The repository has no commits yet.']]);
  });

  it('wrong credential: a token that the server does not know is refused, and not repeated', async () => {
    const report = await checkOf(git, { repository_url: `${web}/private/handbook.git`, ...withToken('glpat-a-wrong-token-0002') }, { secrets: ['glpat-a-wrong-token-0002'] });
    expect([verdictOf(report), stepsOf(report)]).toEqual(['authenticate CREDENTIALS_REFUSED', 'connect !authenticate -permission -read']);
    expect(JSON.stringify(report)).not.toContain('wrong-token');
  });

  it('wrong credential: a server that asks for a token when there is none', async () => {
    expect(verdictOf(await checkOf(git, { repository_url: `${web}/private/handbook.git` }))).toBe('authenticate CREDENTIALS_MISSING');
  });

  it('wrong host: a name that nobody knows', async () => {
    const lookup = () => Promise.reject(Object.assign(new RangeError('not found'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checkOf(git, { repository_url: 'git://nowhere.test/handbook.git' }, { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('closed port: nobody listens', async () => {
    expect(verdictOf(await checkOf(git, { repository_url: 'git://127.0.0.1:9/handbook.git' }))).toBe('connect CONNECTION_REFUSED');
  });

  it.each(['git', 'http'])('unknown name: a repository that is not there, over %s', async (scheme) => {
    const home = scheme === 'git' ? daemon : `${web}/public`;
    const report = await checkOf(git, { repository_url: `${home}/nothing.git` });
    expect(verdictOf(report)).toBe('permission OBJECT_NOT_FOUND');
    expect(report.failure?.message).toContain('nothing.git');
  });

  it('missing permission: a repository that the token may not read', async () => {
    expect(verdictOf(await checkOf(git, { repository_url: `${web}/forbidden/handbook.git`, ...withToken(GIT_TOKEN) }))).toBe('permission PERMISSION_MISSING');
  });

  it('silent server: one that accepts and says nothing is given up in time', async () => {
    const silent = await ground.tcp(() => undefined);
    const report = await checkOf(git, { repository_url: `${silent}/handbook.git` }, { deadlineMs: 300 });
    expect(report.failure).toMatchObject({ code: 'RESPONSE_TIMEOUT', indeterminate: true });
  });

  it('wrong TLS: a certificate that nobody trusts', async () => {
    const secure = await ground.web(await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checkOf(git, { repository_url: `${secure}/public/handbook.git` }))).toBe('tls CERTIFICATE_UNTRUSTED');
    const trusted = await ground.web(await (await testAuthority()).sign(['127.0.0.1']));
    const { certificate } = await testAuthority();
    expect(stepsOf(await checkOf(git, { repository_url: `${trusted}/public/handbook.git` }, { authorities: [certificate] }))).toBe('connect tls authenticate permission read');
  });

  it('missing object: a branch that the repository has not', async () => {
    const report = await checkOf(git, { repository_url: `${daemon}/handbook.git`, branch: 'trunk' });
    expect([verdictOf(report), report.failure?.message]).toEqual(['read OBJECT_NOT_FOUND', expect.stringContaining('trunk')]);
  });

  it.each([
    ['git@example.com:acme/handbook.git', 'https://'],
    ['ssh://git@example.com/handbook.git', 'https://'],
    ['file:///etc', 'https://'],
    ['https://someone:secret@example.com/x.git', 'credentials'],
    ['handbook', 'address'],
  ])('an address like %s cannot be used, and we say what to enter instead', async (repository_url, advice) => {
    const { failure } = await checkOf(git, { repository_url });
    expect(failure).toMatchObject({ stage: 'spec', code: 'VALUE_NOT_USABLE', message: expect.stringContaining(advice) });
  });

  it('a private address is not reached unless the operator allows it', async () => {
    expect(verdictOf(await checkOf(git, { repository_url: `${daemon}/handbook.git` }, { egressAllow: '' }))).toBe('connect ADDRESS_NOT_ALLOWED');
  });

  it.each([
    ['garbage', (text: string) => text],
    ['a packet of no length', () => '0003'],
    ['a page of the web', () => 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('a server that sends %s does not speak Git', async (_name, greeting) => {
    const liar = await ground.tcp((socket) => void socket.end(greeting('hello, who are you?')));
    expect(verdictOf(await checkOf(git, { repository_url: `${liar}/handbook.git` }))).toBe('authenticate PROTOCOL_NOT_SPOKEN');
  });

  it('a server that never stops sending is cut', async () => {
    const endless = await ground.tcp((socket) => {
      const packet = `ffe0${'x'.repeat(65_500)}`;
      const more = () => void (socket.destroyed || (socket.write(packet) ? setImmediate(more) : socket.once('drain', more)));
      more();
    });
    expect(verdictOf(await checkOf(git, { repository_url: `${endless}/handbook.git` }))).toMatch(/ANSWER_TOO_LARGE$/);
  });
});
