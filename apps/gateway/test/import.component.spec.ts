import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { importConnectors, personalTransitKeys } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { expectErrorShape, GatewayHouse } from './gateway-house';

const IMPORT = '/v1/personal-connectors/import';
const SECRET = 'pretended-secret';
const DOCUMENT = { mcpServers: { a: { url: 'https://a.example.com/mcp', headers: { Authorization: `Bearer ${SECRET}` } } } };

describe('an import at the gateway', () => {
  let house: GatewayHouse;
  const vault = new AesVault(parseEncryptionKeys(newEncryptionKey()));

  beforeAll(async () => {
    house = await GatewayHouse.open();
  });
  afterAll(() => house?.close());
  beforeEach(() => {
    house.services.reset();
    house.services.answer(personalTransitKeys, async () => ({ jwks: await vault.transitKeys() }));
  });

  const heard = () => house.services.heard.filter(({ subject }) => subject === importConnectors.subject);

  it.each([
    ['an object', DOCUMENT],
    ['the text of a file', `// mine\n${JSON.stringify(DOCUMENT)}`],
  ])('seals the whole document to the service: %s', async (_what, document) => {
    expect(await house.ask('POST', IMPORT, { body: { document, dryRun: true, format: 'mcpServers' } })).toMatchObject({ status: 200, body: { object: 'import' } });
    const [message] = heard();
    const { sealedDocument, ...rest } = message?.request ?? {};
    expect(rest).toEqual({ dryRun: true, format: 'mcpServers' });
    const opened = await vault.openTransit(String(sealedDocument), { organizationId: 'org_default', ownerId: 'user_default', purpose: 'personal.import' });
    expect(JSON.parse(opened?.reveal() ?? '')).toEqual(document);
  });

  it('sends the address of a registry as it is', async () => {
    const body = { registryUrl: 'https://registry.example.com', search: 'weather', limit: 5, visibility: 'private' };
    expect((await house.ask('POST', IMPORT, { body })).status).toBe(200);
    expect(heard().map(({ request }) => request)).toEqual([body]);
  });

  it.each<[string, object | undefined, string[]]>([
    ['nothing', undefined, ['document']],
    ['neither document nor registry', { dryRun: true }, ['document']],
    ['both', { document: DOCUMENT, registryUrl: 'https://registry.example.com' }, ['registryUrl']],
    ['a search without a registry', { document: DOCUMENT, search: 'x', limit: 3 }, ['search', 'limit']],
    ['a format for a registry', { registryUrl: 'https://registry.example.com', format: 'vsCode' }, ['format']],
    ['a list', { document: [DOCUMENT] }, ['document']],
    ['an empty text', { document: ' ' }, ['document']],
    ['a registry with a password', { registryUrl: `https://ada:${SECRET}@registry.example.com` }, ['registryUrl']],
    ['a registry that is no address', { registryUrl: 'registry', limit: 1_000, visibility: 'world' }, ['registryUrl', 'limit', 'visibility']],
    ['something unknown', { document: DOCUMENT, url: 'x' }, ['url']],
    ['names that mean something to the language', { document: { mcpServers: { constructor: {} } } }, ['document.mcpServers']],
  ])('refuses %s with all faults and no value', async (_what, body, fields) => {
    const answer = await house.ask('POST', IMPORT, { ...(body && { body }) });
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.details.errors?.map(({ field }) => field).sort()]).toEqual([400, [...fields].sort()]);
    expect(answer.text).not.toContain(SECRET);
    expect(heard()).toEqual([]);
  });

  it('takes a document of nearly 1 MiB, and no larger one', async () => {
    const large = (bytes: number) => ({ document: { mcpServers: { a: { command: 'x', args: ['"'.repeat(bytes / 2)] } } } });
    expect((await house.ask('POST', IMPORT, { body: large(1024 * 1024 - 200) })).status).toBe(200);
    expect((await house.ask('POST', IMPORT, { body: large(1024 * 1024) })).status).toBe(413);
  });

  it('is for those who may write', async () => {
    const { key } = await house.keyOf('member', ['personal:read']);
    expect(await house.codeOf('POST', IMPORT, { key, body: { document: DOCUMENT } })).toBe('INSUFFICIENT_PERMISSIONS');
  });

  it('logs nothing of a document, also when the import fails', async () => {
    house.services.answer(importConnectors, () => {
      throw new MoorageError('INTERNAL_ERROR');
    });
    const answer = await house.ask('POST', IMPORT, { body: { document: DOCUMENT } });
    expect(answer.status).toBe(500);
    expect(answer.text + JSON.stringify(house.log.lines)).not.toContain(SECRET);
  });
});
