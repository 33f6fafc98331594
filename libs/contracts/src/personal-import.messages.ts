import { IMPORT_FORMATS, IMPORT_LIMIT, SERVER_TYPES, SKIP_CODES, type ImportFormat, type ServerType, type SkipCode, type Visibility } from '@moorage/domain';
import { defineRequest } from './define-message';
import { Field } from './field';
import { FailureReply } from './personal-tools.messages';

const VISIBILITIES = ['private', 'organization'] as const;

/** What an import says of itself, but for its document. */
export class ImportOptions {
  @Field.choice(IMPORT_FORMATS, {
    doc: 'Form of the document; recognised when absent. `mcpServers`: the file of Claude, Cursor, Windsurf, Cline and others; `vsCode`: `mcp.json` or settings of VS Code; `serverJson`: one server as registries publish it, or several.',
    example: 'mcpServers',
    optional: true,
  })
  format?: ImportFormat;

  @Field.string({
    doc: 'Instead of a document: base address of an MCP registry whose `/v0.1/servers` is read, newest versions only, page by page. It is reached like any address that somebody entered, so private ones need the permission of the operator.',
    example: 'https://registry.modelcontextprotocol.io',
    max: 2_000,
    format: 'uri',
    pattern: /^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i,
    form: 'must start with http:// or https:// and a host, without a user name',
    optional: true,
  })
  registryUrl?: string;

  @Field.string({ doc: 'For a registry: only servers whose name contains this.', example: 'weather', min: 1, max: 200, optional: true })
  search?: string;

  @Field.integer({ doc: 'For a registry: how many servers are read at most.', example: 20, min: 1, max: IMPORT_LIMIT, fallback: 50, optional: true })
  limit?: number;

  @Field.choice(VISIBILITIES, { doc: 'Who sees the definitions. `organization` needs the role admin.', example: 'private', optional: true })
  visibility?: Visibility;

  @Field.boolean({ doc: 'Only say what would be created and what skipped.', example: false, fallback: false, optional: true })
  dryRun?: boolean;
}

/** The REST body of an import: the document in the clear, with whatever secrets it holds. */
export class ImportConnectorsBody extends ImportOptions {
  @Field.mapOrText({
    doc: `The document, as an object or as the text of the file, which may then have comments and trailing commas; at most ${IMPORT_LIMIT} servers. Secrets in it are taken out, encrypted, and never returned.`,
    example: { mcpServers: { weather: { url: 'https://weather.example.com/mcp', headers: { Authorization: 'Bearer wea_123' } } } },
    optional: true,
  })
  document?: object | string;
}

/** The message of an import: the document is sealed to the service as a whole, for it may hold secrets anywhere. */
export class ImportConnectorsRequest extends ImportOptions {
  @Field.string({ doc: 'The document as a JWE to the key of the service.', max: 4_000_000, optional: true })
  sealedDocument?: string;
}

export class NeedReply {
  @Field.string({ doc: 'Field of a new configuration that has to be filled in.', example: 'credentials.token' })
  field!: string;

  @Field.string({ doc: 'What the document says of it, or calls it.', example: 'GITHUB_TOKEN' })
  description!: string;
}

export class ImportedConnectorReply {
  @Field.string({ doc: 'Name of the definition, and of its configuration.', example: 'weather' })
  name!: string;

  @Field.choice(SERVER_TYPES, { doc: 'Transport.', example: 'http' })
  serverType!: ServerType;

  @Field.id('connector', { doc: 'The new definition; absent in a dry run.', example: 'pcon_01jabc', optional: true })
  personalConnectorId?: string;

  @Field.id('configuration', { doc: 'The new configuration, which holds the secrets that were found; absent when something is needed first, when nobody uses the server yet, and in a dry run.', example: 'pconf_01jabd', optional: true })
  configurationId?: string;

  @Field.list(() => NeedReply, { doc: 'What the document does not say and a configuration has to; absent when nothing is missing.', maxItems: 1_000, optional: true })
  needs?: NeedReply[];

  @Field.strings({ doc: 'What is different from the document; absent when nothing is.', example: ['Its working directory is left out: commands run in a folder of their own here.'], optional: true })
  warnings?: string[];
}

export class SkippedServerReply {
  @Field.string({ doc: 'Name of the server in the document.', example: 'editor' })
  name!: string;

  @Field.string({ doc: 'Where it stands in the document; empty when it is the document.', example: 'mcpServers.editor' })
  path!: string;

  @Field.choice(SKIP_CODES, { doc: 'Why it was skipped: `CONFLICT` when it is there already, `INSUFFICIENT_PERMISSIONS` when it runs a command and you are not admin, else what is wrong with it.', example: 'CONFLICT' })
  code!: SkipCode;

  @Field.string({ doc: 'The same for people, with what to do.', example: 'It is there already, under this name and with this address or command; nothing was changed.' })
  reason!: string;

  @Field.id('connector', { doc: 'The definition that is there already.', example: 'pcon_01jabb', optional: true })
  personalConnectorId?: string;
}

export class RegistryReadingReply {
  @Field.integer({ doc: 'How many servers were read.', example: 20 })
  servers!: number;

  @Field.integer({ doc: 'How many pages were read.', example: 1 })
  pages!: number;

  @Field.boolean({ doc: 'Whether these are all that the registry has for the search.', example: false })
  complete!: boolean;

  @Field.object(() => FailureReply, { doc: 'Why the reading ended early; what was read before was imported.', optional: true })
  failure?: FailureReply;
}

export class ImportReply {
  @Field.literal('import', { doc: 'Kind of object.' })
  object!: 'import';

  @Field.boolean({ doc: 'Whether this only says what would be done.', example: false })
  dryRun!: boolean;

  @Field.choice(IMPORT_FORMATS, { doc: 'Form of what was read.', example: 'mcpServers' })
  format!: ImportFormat;

  @Field.list(() => ImportedConnectorReply, { doc: 'What was created, in the order of the document.' })
  created!: ImportedConnectorReply[];

  @Field.list(() => SkippedServerReply, { doc: 'What was skipped, and why.' })
  skipped!: SkippedServerReply[];

  @Field.object(() => RegistryReadingReply, { doc: 'How much of the registry was read; absent for documents.', optional: true })
  registry?: RegistryReadingReply;
}

export const importConnectors = defineRequest({
  subject: 'personal.connectors.import.v1',
  request: ImportConnectorsRequest,
  reply: ImportReply,
  deadlineMs: 60_000,
  errors: ['INSUFFICIENT_PERMISSIONS', 'UNPROCESSABLE', 'CONNECTOR_SERVER_UNREACHABLE', 'CONNECTOR_PROTOCOL_ERROR'],
  doc: 'Makes definitions of the servers of a document or a registry, and configurations of the secrets found with them.',
});
