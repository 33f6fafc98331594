import { isUsableVariable, Secret, type Connector, type JsonObject } from '@moorage/domain';
import { aConfiguration, aConnector } from '@moorage/test-kit';
import { buildTarget, originOf, shownAddress } from '../src/use-cases/credentials/build-target';
import type { Credentials } from '../src/use-cases/credentials/credentials';

const SETTINGS = { folder: '/srv/my files', depth: 3 };
const bearer: Credentials = { type: 'bearer', token: Secret.of('t0ken') };
const custom: Credentials = { type: 'custom', headers: { API_KEY: Secret.of('k3y') } };

function aCommand(definition: Partial<Connector>): Connector {
  const { serverUrl: _serverUrl, ...connector } = aConnector({ serverType: 'stdio', command: 'npx', authMethods: ['none', 'bearer', 'custom', 'basic'], ...definition });
  return connector;
}

/** What would be run, in the clear; a code when nothing is. */
function run(definition: Partial<Connector>, credentials: Credentials | null = bearer, configuration: JsonObject = SETTINGS, enteredFor: Partial<Connector> = definition, enteredWith: JsonObject = configuration) {
  const sealed = { type: 'bearer', envelope: 'e', origin: originOf(aCommand(enteredFor), enteredWith) ?? '', updatedAt: new Date(0) } as const;
  const readiness = buildTarget(aCommand(definition), aConfiguration({ configuration, credentials: sealed }), credentials);
  if ('failure' in readiness) return readiness.failure.code;
  const { argv = [], env = {}, credentials: secrets = [] } = readiness.target.command ?? {};
  return { argv: argv.map((word) => word.reveal()), env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()])), secrets: secrets.map((secret) => secret.reveal()) };
}

describe('a command', () => {
  it.each<[string, Partial<Connector>, Credentials | null, object]>([
    ['gets settings as whole words', { args: ['-y', 'server', '{configuration.folder}', '--depth={configuration.depth}'] }, null, { argv: ['npx', '-y', 'server', '/srv/my files', '--depth=3'], env: {}, secrets: [] }],
    ['gets credentials where the definition places them', { args: ['--key={token}'], env: { TOKEN: '{apiKey}' } }, bearer, { argv: ['npx', '--key=t0ken'], env: { TOKEN: 't0ken' }, secrets: ['t0ken'] }],
    ['gets no credentials anywhere else', {}, bearer, { argv: ['npx'], env: {}, secrets: ['t0ken'] }],
    ['gets custom ones as variables, which do not replace its own', { env: { API_KEY: 'fixed', MODE: 'x' } }, { type: 'custom', headers: { API_KEY: Secret.of('mine'), OTHER: Secret.of('too') } }, { argv: ['npx'], env: { API_KEY: 'fixed', MODE: 'x', OTHER: 'too' }, secrets: ['mine', 'too'] }],
    ['runs without variables that wait for credentials', { env: { TOKEN: '{token}', MODE: 'x' } }, null, { argv: ['npx'], env: { MODE: 'x' }, secrets: [] }],
    ['may be told a name, which is no secret', { args: ['{username}', '{password}'] }, { type: 'basic', username: Secret.of('ada'), password: Secret.of('pw') }, { argv: ['npx', 'ada', 'pw'], env: {}, secrets: ['pw'] }],
  ])('%s', (_what, definition, credentials, expected) => {
    expect(run(definition, credentials)).toEqual(expected);
  });

  it.each<[string, Partial<Connector>, JsonObject, string]>([
    ['a setting is missing', { args: ['{configuration.folder}'] }, {}, 'CONFIGURATION_INCOMPLETE'],
    ['a setting is no scalar', { args: ['{configuration.folder}'] }, { folder: ['a'] }, 'CONFIGURATION_INCOMPLETE'],
    ['a setting has a line break', { args: ['{configuration.folder}'] }, { folder: 'a\nb' }, 'CONFIGURATION_NOT_USABLE'],
    ['a variable has a NUL', { env: { A: '{configuration.folder}' } }, { folder: 'a\0b' }, 'CONFIGURATION_NOT_USABLE'],
    ['a setting would become an option', { args: ['{configuration.folder}'] }, { folder: '--config=/etc/evil' }, 'ARGUMENT_LIKE_OPTION'],
    ['a variable would change what is run', { env: { NODE_OPTIONS: '-r ./x' } }, {}, 'VARIABLE_NOT_ALLOWED'],
  ])('is not run when %s', (_why, definition, configuration, code) => {
    expect(run(definition, null, configuration)).toBe(code);
  });

  it('gets no variables from credentials that would change what is run', () => {
    for (const name of ['LD_PRELOAD', 'X-Token']) expect(run({}, { type: 'custom', headers: { [name]: Secret.of('x') } })).toBe('VARIABLE_NOT_ALLOWED');
  });

  it.each<[string, Partial<Connector>, JsonObject]>([
    ['another command', { command: 'uvx', args: ['{configuration.folder}'] }, SETTINGS],
    ['other arguments', { args: ['other', '{configuration.folder}'] }, SETTINGS],
    ['another variable', { args: ['{configuration.folder}'], env: { BASE_URL: 'https://evil.test' } }, SETTINGS],
    ['settings that change it', { args: ['{configuration.folder}'] }, { folder: '/elsewhere' }],
  ])('is given no credentials that were entered for %s', (_what, definition, settings) => {
    const now = { args: ['{configuration.folder}'] };
    expect(run(now, custom, SETTINGS, definition, settings)).toBe('CREDENTIALS_FOR_ANOTHER_COMMAND');
    expect(run(now, custom)).toMatchObject({ env: { API_KEY: 'k3y' } });
  });

  it('is shown with its settings and without its credentials', () => {
    const connector = aCommand({ args: ['-y', 'server', '--key={token}', '{configuration.folder}', '{configuration.missing}'] });
    expect(shownAddress(connector, SETTINGS)).toBe('stdio:npx -y server --key={token} /srv/my files {configuration.missing}');
  });
});

describe('a variable that a connector may set', () => {
  it.each(['GITHUB_TOKEN', 'api_key', 'NODE_ENV', 'PYTHONUNBUFFERED', 'DATABASE_URL', 'HOST', 'HTTPS_PROXY'])('is %s', (name) => {
    expect(isUsableVariable(name)).toBe(true);
  });

  it.each(['PATH', 'Home', 'LD_PRELOAD', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'npm_config_registry', 'PYTHONPATH', 'BASH_ENV', 'GIT_SSH_COMMAND', 'MOORAGE_COMMAND', 'A=B', '', '1A', 'A B'])('is not %j', (name) => {
    expect(isUsableVariable(name)).toBe(false);
  });
});
