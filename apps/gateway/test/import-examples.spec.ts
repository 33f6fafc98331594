import { FixedClock, MemoryAnnouncer, MemoryConfigRepo, MemoryConnectorRepo, MemorySealer, MemoryServerRegistry, MemoryStrongroom, MemoryVault, SequentialIds } from '@moorage/adapters-memory';
import { AjvJsonSchemas } from '@moorage/adapters-node';
import { CreateConnectorRequest, messageFaults } from '@moorage/contracts';
import { CreateConfiguration, CreateConnector, CredentialSafe, ImportConnectors, Secret, type Caller } from '@moorage/domain';
import { IMPORT_EXAMPLES } from '../src/openapi/import-examples';

const caller: Caller = { organizationId: 'org_default', userId: 'user_default', role: 'admin', scopes: ['personal:write'] };

/** Does what an example asks for. */
async function imported(name: string) {
  const [strongroom, clock, ids, connectors, schemas] = [new MemoryStrongroom(), new FixedClock(), new SequentialIds(), new MemoryConnectorRepo(), new AjvJsonSchemas()];
  const vault = new MemoryVault(strongroom);
  const configure = new CreateConfiguration(new MemoryConfigRepo(), connectors, new CredentialSafe(vault, clock), schemas, { ids, clock, announcer: new MemoryAnnouncer() });
  const imports = new ImportConnectors(connectors, new CreateConnector(connectors, schemas, ids, clock), configure, new MemoryServerRegistry(clock), {
    vault,
    formFaults: (draft) => messageFaults(CreateConnectorRequest, draft).faults,
  });
  const { document, ...options } = IMPORT_EXAMPLES[name]?.value ?? {};
  const binding = { organizationId: caller.organizationId, ownerId: 'user_default', purpose: 'personal.import' };
  const sealedDocument = await new MemorySealer(strongroom).seal(Secret.of(JSON.stringify(document)), await vault.transitKeys(), binding);
  return imports.run(caller, { ...options, sealedDocument });
}

it.each([
  ['claudeOrCursor', 'mcpServers', ['weather', 'github'], []],
  ['vsCode', 'vsCode', ['wiki'], ['credentials.token']],
  ['serverJson', 'serverJson', ['com.example/weather'], ['credentials.apiKey']],
])('the example %s brings what it shows', async (name, format, servers, needs) => {
  const report = await imported(name);
  expect([report.format, report.created.map((each) => each.name), report.skipped]).toEqual([format, servers, []]);
  expect(report.created.flatMap((each) => each.needs.map(({ field }) => field))).toEqual(needs);
});
