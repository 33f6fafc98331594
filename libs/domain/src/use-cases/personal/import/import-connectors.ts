import type { ErrorCode } from '../../../errors/catalogue';
import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import { ownerKey, ownerOf, type Caller } from '../../../model/caller';
import type { Connector, ServerType, Visibility } from '../../../model/connector';
import type { Failure } from '../../../errors/failures';
import type { ConnectorRepo } from '../../../ports/connector-repo.port';
import type { ProbeLimits } from '../../../ports/health-prober.port';
import type { ServerRegistry } from '../../../ports/server-registry.port';
import type { Vault } from '../../../ports/vault.port';
import type { CreateConfiguration } from '../create-configuration';
import type { ConnectorDraft, CreateConnector } from '../create-connector';
import { upstreamError } from '../refresh-tools';
import { assertAdmin, assertMayRun, viewerOf } from '../visible-connectors';
import { parseJsonWithComments } from './json-with-comments';
import { knownDefinitions, type KnownDefinitions } from './known-definitions';
import { planServer, type ServerPlan } from './plan-server';
import type { Need } from './placed-secrets';
import { readDocument, readRegistryEntries, type ImportFormat, type ServerEntry } from './read-document';

/** How many servers one import may bring. */
export const IMPORT_LIMIT = 200;
/** Why one server may be skipped; every other error is one of the whole import. */
export const SKIP_CODES = ['VALIDATION_ERROR', 'CONNECTOR_INVALID_CONFIG', 'INSUFFICIENT_PERMISSIONS', 'CONFLICT', 'UNPROCESSABLE'] as const satisfies readonly ErrorCode[];
export type SkipCode = (typeof SKIP_CODES)[number];
/** Until when a registry has to have answered. */
const REGISTRY_DEADLINE_MS = 20_000;

/** Either a document, as the gateway sealed it, or the address of a registry. */
export interface ImportRequest {
  sealedDocument?: string;
  format?: ImportFormat;
  registryUrl?: string;
  search?: string;
  limit?: number;
  visibility?: Visibility;
  dryRun?: boolean;
}

export interface ImportedConnector {
  name: string;
  serverType: ServerType;
  /** Absent when nothing was stored. */
  personalConnectorId?: string;
  configurationId?: string;
  needs: Need[];
  warnings: string[];
}

export interface SkippedServer {
  name: string;
  /** Where it stands in the document. */
  path: string;
  code: SkipCode;
  reason: string;
  /** The definition that is there already. */
  personalConnectorId?: string;
}

export interface ImportReport {
  dryRun: boolean;
  format: ImportFormat;
  created: ImportedConnector[];
  skipped: SkippedServer[];
  registry?: { servers: number; pages: number; complete: boolean; failure?: Failure };
}

interface Source {
  format: ImportFormat;
  entries: ServerEntry[];
  registry?: ImportReport['registry'];
}

/**
 * Makes definitions of the servers of a document or a registry, and configurations where secrets were found with them, or where the servers
 * are in use. One that cannot be imported is skipped and says why; what is there already stays as it is.
 */
export class ImportConnectors {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly createConnector: CreateConnector,
    private readonly createConfiguration: CreateConfiguration,
    private readonly registry: ServerRegistry,
    /** `formFaults`: what the form of a definition forbids, the same as where people enter one. */
    private readonly given: { vault: Vault; formFaults: (draft: ConnectorDraft) => FieldFault[] },
  ) {}

  async run(caller: Caller, request: ImportRequest, limits: Omit<ProbeLimits, 'deadlineMs'> = {}): Promise<ImportReport> {
    const { visibility = 'private', dryRun = false } = request;
    if (visibility === 'organization') assertAdmin(caller, 'share a connector with the organization');
    const { entries, ...source } = request.sealedDocument === undefined ? await this.fromRegistry(request, limits) : await this.fromDocument(caller, request.sealedDocument, request.format);
    const known = await knownDefinitions(this.connectors, caller);
    const report: ImportReport = { dryRun, ...source, created: [], skipped: [] };
    for (const entry of entries) await this.importOne(caller, entry, known, { visibility, dryRun }, report);
    return report;
  }

  private async fromDocument(caller: Caller, box: string, format?: ImportFormat): Promise<Source> {
    const opened = await this.given.vault.openTransit(box, { organizationId: caller.organizationId, ownerId: ownerKey(ownerOf(caller)), purpose: 'personal.import' });
    if (!opened) throw new MoorageError('UNPROCESSABLE', { message: 'The document could not be read. Send it again.' });
    const source = readDocument(parseJsonWithComments(opened.reveal()), format);
    const tooMany = { field: 'document', message: `document must name at most ${IMPORT_LIMIT} servers; import it in parts`, rule: 'maxItems' };
    if (source.entries.length > IMPORT_LIMIT) throw MoorageError.invalid('VALIDATION_ERROR', [tooMany]);
    return source;
  }

  /** A registry that fails at once is an error; one that fails later has given something. */
  private async fromRegistry({ registryUrl = '', search, limit = 50 }: ImportRequest, limits: Omit<ProbeLimits, 'deadlineMs'>): Promise<Source> {
    const { servers, ...reading } = await this.registry.list({ url: registryUrl, limit, ...(search !== undefined && { search }) }, { ...limits, deadlineMs: REGISTRY_DEADLINE_MS });
    if (reading.failure && servers.length === 0) throw upstreamError(reading.failure);
    return { format: 'serverJson', entries: readRegistryEntries(servers), registry: { servers: servers.length, ...reading } };
  }

  private async importOne(caller: Caller, entry: ServerEntry, known: KnownDefinitions, options: { visibility: Visibility; dryRun: boolean }, report: ImportReport): Promise<void> {
    const { name, path } = entry;
    try {
      const server = entry.read();
      assertMayRun(caller, server);
      const plan = planServer(server);
      const present = known.idOf(plan.draft);
      if (present !== undefined) report.skipped.push({ name, path, code: 'CONFLICT', reason: ALREADY_THERE, ...(present && { personalConnectorId: present }) });
      else report.created.push(await this.create(caller, { ...plan, draft: { ...plan.draft, visibility: options.visibility } }, known, options.dryRun));
    } catch (error) {
      const code = error instanceof MoorageError && SKIP_CODES.find((each) => each === error.code);
      if (!code) throw error;
      report.skipped.push({ name, path, code, reason: reasonOf(error) });
    }
  }

  private async create(caller: Caller, plan: ServerPlan, known: KnownDefinitions, dryRun: boolean): Promise<ImportedConnector> {
    const { draft, needs, warnings } = plan;
    const faults = this.given.formFaults(draft);
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    const connector = await this.createConnector.run(caller, draft, dryRun);
    const configurationId = dryRun ? undefined : await this.configure(caller, connector, plan);
    known.add(draft, dryRun ? '' : connector.id);
    const { name, serverType, id } = connector;
    return { name, serverType, ...(!dryRun && { personalConnectorId: id }), ...(configurationId !== undefined && { configurationId }), needs, warnings };
  }

  /** A definition whose configuration fails goes with it, so that a second try finds nothing half done. */
  private async configure(caller: Caller, { id, name }: Connector, { configuration }: ServerPlan): Promise<string | undefined> {
    if (!configuration) return undefined;
    const { settings, credentials, enabled } = configuration;
    try {
      const made = await this.createConfiguration.run(caller, { personalConnectorId: id, name, configuration: settings, enabled, ...(credentials && { credentials }) });
      return made.id;
    } catch (error) {
      await this.connectors.remove(viewerOf(caller), id);
      throw error;
    }
  }
}

const ALREADY_THERE = 'It is there already, under this name and with this address or command; nothing was changed. To change credentials, update its configuration.';

function reasonOf(error: MoorageError): string {
  const { errors } = error.details as { errors?: FieldFault[] };
  const reason = errors ? errors.slice(0, 5).map(({ message }) => message).join('; ') : error.message;
  return reason.slice(0, 1_000);
}
