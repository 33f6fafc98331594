import { CLAUDE_DESKTOP, CURSOR, PRETENDED, VS_CODE } from './import-fixtures';
import { ImportWorld } from './import-world';

/** Imports one server of a client's file and answers what came of it. */
async function imported(server: object, inputs?: object[]) {
  const world = new ImportWorld();
  const report = await world.import({ mcpServers: { it: server }, inputs });
  const [created] = report.created;
  return created ? { created, definition: await world.definition('it'), configuration: await world.configurationOf('it') } : { reason: report.skipped[0]?.reason };
}

describe('the file of Claude Desktop', () => {
  it('becomes definitions without a secret and configurations that are ready to use', async () => {
    const world = new ImportWorld();
    const report = await world.import(CLAUDE_DESKTOP);
    expect(report).toMatchObject({ format: 'mcpServers', skipped: [] });
    expect(report.created.map(({ name, configurationId, needs }) => [name, configurationId !== undefined, needs])).toEqual(Object.keys(CLAUDE_DESKTOP.mcpServers).map((name) => [name, true, []]));
    expect(JSON.stringify([report, await world.definitions()])).not.toContain(PRETENDED);
  });

  it('keeps a single secret for the place where it stood', async () => {
    const world = new ImportWorld();
    await world.import(CLAUDE_DESKTOP);
    expect(await world.definition('github')).toMatchObject({ serverType: 'stdio', command: 'npx', env: { GITHUB_PERSONAL_ACCESS_TOKEN: '{apiKey}' }, authMethods: ['api_key'] });
    expect(await world.configurationOf('github')).toMatchObject({ opened: { type: 'api_key', apiKey: 'ghp_pretended0000000000000001' } });
  });

  it('keeps a password in an argument as it was written there', async () => {
    const world = new ImportWorld();
    await world.import(CLAUDE_DESKTOP);
    expect((await world.definition('postgres')).args?.at(-1)).toBe('postgresql://ada:{apiKey}@db.example.com/app?sslmode=require');
    expect(await world.configurationOf('postgres')).toMatchObject({ opened: { apiKey: 'pretended%213' } });
  });

  it('keeps several variables together, and those that are harmless in the definition', async () => {
    const world = new ImportWorld();
    await world.import(CLAUDE_DESKTOP);
    expect((await world.definition('slack')).env).toEqual({ LOG_LEVEL: 'info', PORT: '3000' });
    expect(await world.configurationOf('slack')).toMatchObject({ opened: { type: 'custom', headers: { SLACK_BOT_TOKEN: 'xoxb-pretended-4', SLACK_TEAM_ID: 'T01234567' } } });
  });

  it('reaches directly what mcp-remote was needed for', async () => {
    const world = new ImportWorld();
    await world.import(CLAUDE_DESKTOP);
    expect(await world.definition('linear')).toMatchObject({ serverType: 'sse', serverUrl: 'https://mcp.linear.example.com/sse', authMethods: ['bearer'] });
    expect(await world.configurationOf('linear')).toMatchObject({ opened: { type: 'bearer', token: 'lin_api_pretended5' }, credentials: { origin: 'https://mcp.linear.example.com' } });
  });
});

describe('the file of Cursor', () => {
  it.each([
    ['token', {}, { type: 'bearer', token: 'pretended-6' }],
    ['key', { headers: { 'X-Api-Key': '{apiKey}', 'X-Region': 'eu-west-1' } }, { type: 'api_key', apiKey: 'pretended-7' }],
    ['two', {}, { type: 'custom', headers: { 'X-Api-Key': 'pretended-8', 'X-Workspace': 'pretended-9' } }],
    ['query', { serverUrl: 'https://mcp.query.example.com/mcp?api_key={apiKey}&profile=main' }, { type: 'api_key', apiKey: 'pretended/10' }],
    ['path', { serverUrl: 'https://mcp.path.example.com/s/{apiKey}/mcp' }, { type: 'api_key', apiKey: 'pretendedA1b2C3d4E5f6G7' }],
    ['userInfo', { serverUrl: 'https://mcp.basic.example.com/mcp' }, { type: 'basic', username: 'ada', password: 'pretended11' }],
  ])('has its secrets taken out, wherever they stand: %s', async (name, definition, opened) => {
    const world = new ImportWorld();
    await world.import(CURSOR);
    expect(await world.definition(name)).toMatchObject({ serverType: 'http', ...definition });
    expect(await world.configurationOf(name)).toMatchObject({ opened, enabled: true });
    expect(JSON.stringify(await world.definitions())).not.toContain(PRETENDED);
  });

  it('may leave secrets to the environment: then it says what is needed, and makes no configuration', async () => {
    const world = new ImportWorld();
    const { created } = await world.import(CURSOR);
    const fromEnv = created.find(({ name }) => name === 'fromEnv');
    expect(fromEnv).toMatchObject({ needs: [{ field: 'credentials.token', description: 'MY_SERVICE_TOKEN' }] });
    expect(fromEnv).not.toHaveProperty('configurationId');
    expect(await world.definition('fromEnv')).toMatchObject({ authMethods: ['bearer'] });
  });

  it('may name places of one machine: they become settings', async () => {
    const world = new ImportWorld();
    const { created } = await world.import(CURSOR);
    const local = await world.definition('local');
    expect(local).toMatchObject({ args: ['{configuration.workspaceFolder}/server.js', '--root', '{configuration.userHome}/notes'], configurationSchema: { required: ['workspaceFolder', 'userHome'] } });
    expect(created.find(({ name }) => name === 'local')?.needs.map(({ field }) => field)).toEqual(['credentials.headers', 'configuration.workspaceFolder', 'configuration.userHome']);
  });

  it('switches off what was switched off there', async () => {
    const world = new ImportWorld();
    await world.import(CURSOR);
    expect(await world.configurationOf('off')).toMatchObject({ enabled: false });
  });
});

describe('the file of VS Code', () => {
  it('may have comments and trailing commas, and its questions become credentials and settings', async () => {
    const world = new ImportWorld();
    const report = await world.import(VS_CODE);
    expect(report).toMatchObject({ format: 'vsCode', skipped: [] });
    expect(report.created.map(({ name, needs }) => [name, ...needs.map(({ field, description }) => `${field}: ${description}`)])).toEqual([
      ['github'],
      ['perplexity', 'credentials.apiKey: Perplexity API key'],
      ['tenants'],
      ['regions', 'configuration.region: Region'],
    ]);
    expect(await world.configurationOf('tenants')).toMatchObject({ configuration: { tenant: 'main' }, opened: { type: 'bearer', token: 'pretended-12' } });
    expect((await world.definition('regions')).configurationSchema).toMatchObject({ properties: { region: { enum: ['eu', 'us'] } } });
  });

  it('may be the settings of the editor, too', async () => {
    const report = await new ImportWorld().import({ 'editor.fontSize': 12, mcp: { servers: { a: { url: 'https://a.example.com/mcp' } } } });
    expect(report).toMatchObject({ format: 'vsCode', created: [{ name: 'a' }] });
  });
});

describe('what people copy', () => {
  it.each([
    ['the servers without their frame', { a: { command: 'npx', args: ['x'] } }],
    ['the text of a file with a byte order mark', '\uFEFF{"mcpServers":{"a":{"url":"https://a.example.com/mcp",}}}'],
    ['the settings of Zed', { context_servers: { a: { command: 'npx', args: [] } } }],
    ['a command with its words in one line', { mcpServers: { a: { command: 'npx -y x' } } }],
    ['a command behind the shell of Windows', { mcpServers: { a: { command: 'cmd', args: ['/c', 'npx', '-y', 'x'] } } }],
  ])('is understood: %s', async (_what, document) => {
    expect(await new ImportWorld().import(document)).toMatchObject({ created: [{ name: 'a' }], skipped: [] });
  });

  it('may have a whole line for a command: its words become arguments, before the others', async () => {
    const { definition, configuration } = await imported({ command: 'npx -y server --token pretended', args: ['--verbose'] });
    expect(definition).toMatchObject({ command: 'npx', args: ['-y', 'server', '--token', '{apiKey}', '--verbose'] });
    expect(configuration?.opened).toEqual({ type: 'api_key', apiKey: 'pretended' });
  });

  it.each(['<your token>', 'YOUR_API_KEY', 'your-api-key-here', 'xxxx', '***', '', '${API_KEY}', '{token}'])('may be an example, whose token is none: %s', async (token) => {
    const { created, definition } = await imported({ url: 'https://a.example.com/mcp', headers: { Authorization: token === '' ? '' : `Bearer ${token}` } });
    expect(created?.needs).toHaveLength(1);
    expect(created).not.toHaveProperty('configurationId');
    expect(JSON.stringify(definition)).not.toContain(token || '""');
  });

  it.each([
    ['a flag and its value', ['--api-key', 'pretended'], ['--api-key', '{apiKey}']],
    ['a flag with its value', ['--token=pretended'], ['--token={apiKey}']],
    ['a header', ['--header', 'Authorization: Bearer pretended'], ['--header', 'Authorization: Bearer {apiKey}']],
    ['a variable of a container', ['run', '-e', 'NOTION_KEY=pretended', 'image'], ['run', '-e', 'NOTION_KEY={apiKey}', 'image']],
    ['a known token by its look', ['serve', 'sk-pretended-0000000'], ['serve', '{apiKey}']],
    ['a long word that nobody would think of', ['q8Zr2Lm9pretendedX4v7Kd1'], ['{apiKey}']],
    ['a variable of a container without a blank', ['run', '-eDATABASE=pretended', 'image'], ['run', '-eDATABASE={apiKey}', 'image']],
    ['an account with its token', ['AC00/SK00:q8Zr2Lm9pretendedX4v7Kd1'], ['{apiKey}']],
    ['a connection string', ['Server=db;User Id=ada;Password=pretended;'], ['{apiKey}']],
    ['a line for a shell, with a variable', ['-c', 'export API_KEY=pretended; npx server'], ['-c', '{apiKey}']],
    ['a line for a shell, with a flag', ['-c', 'npx server --token pretended'], ['-c', '{apiKey}']],
    ['a line for a shell, with a header', ['-c', 'serve -H "Authorization: Bearer pretended"'], ['-c', '{apiKey}']],
    ['a parameter of an address', ['https://a.example.com/?token=pretended&x=1'], ['https://a.example.com/?token={apiKey}&x=1']],
    ['the fragment of an address', ['https://a.example.com/#access_token=pretended'], ['https://a.example.com/#access_token={apiKey}']],
  ])('may have a secret in its arguments: %s', async (_what, args, expected) => {
    const { definition, configuration } = await imported({ command: 'npx', args });
    expect(definition).toMatchObject({ args: expected, authMethods: ['api_key'] });
    expect(JSON.stringify(configuration?.opened)).toContain(PRETENDED);
  });

  it.each([['-y'], ['@modelcontextprotocol/server-everything'], ['/Users/ada/Documents/project-2024-10-07'], ['weather-server==0.5.0'], ['ghcr.io/example/files:1.0.2'], ['--directory=/srv/data'], ['mcp-server-fetch-with-a-long-name'], ['http://localhost:8080/mcp'],
    ...[['db.example.com:5432'], ['/home/ada/.aws/credentials:/creds:ro'], ['type=bind,src=/Users/ada/keys,dst=/keys'], ['C:\\Users\\ada\\key.pem'], ['cd /srv/tokens && npx server --verbose'], ['image@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef']],
  ])('has arguments that stay as they are: %s', async (argument) => {
    const { definition, configuration } = await imported({ command: 'npx', args: [argument] });
    expect(definition?.args).toEqual([argument]);
    expect(configuration).not.toHaveProperty('opened.type');
  });

  it.each(['https://app--a1b2c3d4e5f6g7h8.eastus.example.com/mcp', 'https://mcp.averylonghostnameofsomecompany.example/mcp', 'https://${env:TENANT}.a1b2c3d4e5f6g7h8i9j0k1.example.com/mcp'])('has an address whose host is no secret, whatever it looks like: %s', async (url) => {
    const { definition } = await imported({ url });
    expect(definition?.serverUrl).toBe(url.replace('${env:TENANT}', '{configuration.TENANT}'));
  });

  it('may have a default that is a token: it is none for the definition', async () => {
    const { definition, configuration } = await imported({ command: 'npx', args: ['serve', '${OPTION:-sk-pretended-0000000}', '${input:option}'] }, [{ type: 'promptString', id: 'option', password: false, default: 'sk-pretended-0000000' }]);
    expect(definition?.args).toEqual(['serve', '{apiKey}', '{apiKey}']);
    expect(configuration?.opened).toEqual({ type: 'api_key', apiKey: 'sk-pretended-0000000' });
  });

  it('may have JSON in an argument: it becomes a setting, or a secret when one is in it', async () => {
    const plain = await imported({ command: 'npx', args: ['--config', '{"depth":3}'] });
    expect([plain.definition?.args, plain.configuration?.configuration]).toEqual([['--config', '{configuration.argument_2}'], { argument_2: '{"depth":3}' }]);
    const secret = await imported({ command: 'npx', args: ['--config', '{"apiKey":"pretended"}'] });
    expect([secret.definition?.args, secret.configuration?.opened]).toEqual([['--config', '{apiKey}'], { type: 'api_key', apiKey: '{"apiKey":"pretended"}' }]);
  });
});

describe('a server that cannot be imported', () => {
  it.each([
    ['no object', 'npx', 'not an object'],
    ['neither command nor address', { args: [] }, 'neither a command nor an address'],
    ['an unknown transport', { type: 'websocket', url: 'wss://a.example.com' }, 'transport is not known'],
    ['an address that is none', { url: 'not an address' }, 'serverUrl must start with http'],
    ['arguments that are none', { command: 'npx', args: 'all' }, 'args are not a list'],
    ['a command of the editor', { command: '${workspaceFolder}/run.sh' }, 'depends on a variable'],
    ['secrets in its address and elsewhere', { url: 'https://a.example.com/?token=pretended1', headers: { 'X-Key': 'pretended2' } }, 'several secrets'],
    ['a secret in several lines', { command: 'npx', env: { A_KEY: '-----BEGIN\npretended\n-----END', B_KEY: 'pretended' } }, 'one line of plain text'],
    ['a broken escape', { url: 'https://a.example.com/?token=%E0%A4%A' }, 'broken escape'],
    ['a command line for a command', { command: '/opt/server --token pretended' }, 'Its command has a secret'],
    ['a variable before the command', { command: 'SOME=pretended npx server' }, 'begins with a variable'],
    ['a user name and an Authorization', { url: 'https://ada:pretended1@a.example.com/', headers: { authorization: 'Bearer pretended2' } }, 'Remove one of the two'],
    ['more secrets than anyone has', { command: 'npx', env: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`KEY_${index}`, `pretended${index}`])) }, 'more than 50 secrets'],
    ['a user without a password', { url: 'https://pretended@a.example.com/' }, 'without a password'],
  ])('says what to do, spoils no other, and does not repeat a value: %s', async (_what, server, reason) => {
    const world = new ImportWorld();
    const report = await world.import({ mcpServers: { bad: server, good: { url: 'https://good.example.com/mcp' } } });
    expect(report.created.map(({ name }) => name)).toEqual(['good']);
    expect(report.skipped).toEqual([{ name: 'bad', path: 'mcpServers.bad', code: expect.stringMatching(/^(UNPROCESSABLE|VALIDATION_ERROR)$/) as string, reason: expect.stringContaining(reason) as string }]);
    expect(JSON.stringify(report)).not.toContain(PRETENDED);
    expect(await world.definitions()).toHaveLength(1);
  });
});
