import { MemoryServerRegistry } from '@moorage/adapters-memory';
import { ImportConnectors, isPlainObject, ownerKey, ownerOf, Secret, type Caller, type Connector, type FieldFault, type ImportReport, type ImportRequest } from '@moorage/domain';
import { PersonalWorld } from './personal-world';

/** The personal world with imports, a registry, and a look at what they leave behind. */
export class ImportWorld extends PersonalWorld {
  readonly registry = new MemoryServerRegistry(this.clock);
  formFaults: FieldFault[] = [];
  private readonly imports = new ImportConnectors(this.connectors, this.createConnector, this.create, this.registry, { vault: this.vault, formFaults: () => this.formFaults });

  /** Imports a document as the gateway would send it. */
  async import(document: unknown, options: Partial<ImportRequest> = {}, caller: Caller = this.caller): Promise<ImportReport> {
    const binding = { organizationId: caller.organizationId, ownerId: ownerKey(ownerOf(caller)), purpose: 'personal.import' };
    const sealedDocument = await this.sealer.seal(Secret.of(JSON.stringify(document)), await this.vault.transitKeys(), binding);
    return this.imports.run(caller, { ...options, sealedDocument });
  }

  importRegistry(request: ImportRequest): Promise<ImportReport> {
    return this.imports.run(this.caller, request);
  }

  async definitions(): Promise<Connector[]> {
    return (await this.connectors.list({ viewer: { organizationId: 'org_alpha', ownerId: 'user_ada' }, limit: 100 })).items;
  }

  async definition(name: string): Promise<Connector> {
    const found = (await this.definitions()).find((each) => each.name === name);
    expect([name, found?.name]).toEqual([name, name]);
    return found as Connector;
  }

  /** The configuration that was made for a server, with its credentials opened. */
  async configurationOf(name: string) {
    const { id } = await this.definition(name);
    const { items } = await this.configs.list({ organizationId: 'org_alpha', owner: ownerOf(this.caller), personalConnectorId: id, limit: 1 });
    const [configuration] = items;
    const credentials = configuration?.credentials && (await this.safe.open(configuration.credentials, { ...configuration, recordId: configuration.id }));
    return configuration && { ...configuration, opened: credentials && revealed(credentials) };
  }
}

function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)])) : value;
}
