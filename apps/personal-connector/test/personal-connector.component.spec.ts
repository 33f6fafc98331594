import { AjvJsonSchemas } from '@moorage/adapters-node';
import {
  FixedClock,
  MemoryAcceptedTools,
  MemoryAnnouncer,
  MemoryCallLog,
  MemoryCheckLog,
  MemoryConfigRepo,
  MemoryConnectorRepo,
  MemoryFlightLedger,
  MemoryHasher,
  MemoryHealthProber,
  MemoryLog,
  MemorySessionRepo,
  MemoryUpstreams,
  MemoryMcpServers,
  MemoryMetrics,
  MemorySealer,
  MemoryServerRegistry,
  MemoryStrongroom,
  MemoryToolCache,
  MemoryToolSource,
  MemoryVault,
  SequentialIds,
} from '@moorage/adapters-memory';
import {
  acceptTools,
  createConfiguration,
  createConnector,
  deleteConfiguration,
  deleteConnector,
  getConfiguration,
  getConnector,
  getUsage,
  importConnectors,
  listCalls,
  callTool,
  listChecks,
  listConfigurations,
  listConnectors,
  listTools,
  MESSAGE_REGISTRY,
  ownedConfigurations,
  personalHealth,
  personalTransitKeys,
  refreshTools,
  serviceOf,
  testConfiguration,
  toggleConfiguration,
  updateConfiguration,
  updateConnector,
} from '@moorage/contracts';
import { Secret, wellKnownConnectors, type CallLog, type Caller, type JsonObject, type ProbeLimits } from '@moorage/domain';
import { connectContractClient, startEmbeddedBroker, startService, type ContractClient } from '@moorage/messaging';
import { aCaller, aTool, aToolCall, eventually, rejectionOf } from '@moorage/test-kit';
import { PersonalConnectorModule } from '../src/personal-connector.module';

/** The service as production composes it, on memory adapters, behind a real bus that checks every reply against its class. */
let bus: ContractClient;
const ending: (() => Promise<void>)[] = [];
const caller: Caller = aCaller({ role: 'admin' });
const strongroom = new MemoryStrongroom();
const clock = new FixedClock();
const log = new MemoryLog();
const registries = new MemoryServerRegistry(clock);
const servers = new MemoryMcpServers(clock);
const serverUrl = servers.serve({ serverName: 'files', serverVersion: '1.2.3', tools: [aTool({ name: 'read' })] }).url?.reveal() ?? '';
let calls: CallLog;

beforeAll(async () => {
  const broker = await startEmbeddedBroker();
  const connectors = new MemoryConnectorRepo();
  await connectors.putWellKnown(wellKnownConnectors(clock.now()));
  const checks = new MemoryCheckLog();
  const configs = new MemoryConfigRepo(checks, connectors);
  calls = new MemoryCallLog(configs);
  const service = await startService({
    name: 'personal',
    url: broker.url,
    log,
    module: PersonalConnectorModule.of({
      configs,
      connectors,
      cache: new MemoryToolCache(configs),
      flights: new MemoryFlightLedger(clock),
      checks,
      calls,
      accepted: new MemoryAcceptedTools(),
      prober: new MemoryHealthProber(servers),
      source: new MemoryToolSource(servers),
      registry: registries,
      vault: new MemoryVault(strongroom),
      schemas: new AjvJsonSchemas(),
      hasher: new MemoryHasher(),
      clock,
      ids: new SequentialIds(),
      metrics: new MemoryMetrics(),
      announcer: new MemoryAnnouncer(),
      sessions: new MemorySessionRepo(),
      upstreams: talking(new URL(serverUrl).hostname),
      log,
      instance: 'b3c1',
      settings: { deadlineMs: 10_000, ttlMs: 3_600_000, listDeadlineMs: 5_000, callDeadlineMs: 10_000 },
      ready: async () => ({ status: 'ok', instance: 'a' }),
    }),
  });
  bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
  ending.push(() => bus.close(), () => service.close(), () => broker.stop());
});

afterAll(async () => {
  for (const end of ending) await end();
});

async function configure(endpoint = serverUrl): Promise<string> {
  const { id } = await bus.call(createConfiguration, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint } }, { caller });
  return id;
}

/** A document as the gateway sends it. */
async function sealed(document: object): Promise<string> {
  const { jwks } = await bus.call(personalTransitKeys, {}, {});
  return new MemorySealer(strongroom).seal(Secret.of(JSON.stringify(document)), jwks, { organizationId: caller.organizationId, ownerId: 'user_ada', purpose: 'personal.import' });
}

it('handles every message that names it, and no reply differs from its class', async () => {
  const { jwks } = await bus.call(personalTransitKeys, {}, {});
  const binding = { organizationId: caller.organizationId, ownerId: 'user_ada', purpose: 'personal.credentials' };
  const sealedCredentials = await new MemorySealer(strongroom).seal(Secret.of('{"type":"bearer","token":"t-1"}'), jwks, binding);
  const connector = await bus.call(createConnector, { name: 'Files', serverUrl }, { caller });
  const configurationId = await configure();
  const sealedDocument = await sealed({ mcpServers: { a: { url: serverUrl, headers: { Authorization: 'Bearer t-1' } }, b: { command: 7 } } });
  const answered = new Map<string, unknown>([
    [personalTransitKeys.subject, jwks],
    [createConnector.subject, connector],
    [createConfiguration.subject, configurationId],
    [personalHealth.subject, await bus.call(personalHealth, {}, {})],
    [listConnectors.subject, await bus.call(listConnectors, { limit: 100 }, { caller })],
    [getConnector.subject, await bus.call(getConnector, { connectorId: 'pcon_github' }, { caller })],
    [importConnectors.subject, await bus.call(importConnectors, { sealedDocument }, { caller })],
    [updateConnector.subject, await bus.call(updateConnector, { id: connector.id, description: 'Ours' }, { caller })],
    [deleteConnector.subject, await bus.call(deleteConnector, { connectorId: connector.id }, { caller })],
    [updateConfiguration.subject, await bus.call(updateConfiguration, { configurationId, sealedCredentials }, { caller })],
    [getConfiguration.subject, await bus.call(getConfiguration, { configurationId }, { caller })],
    [listConfigurations.subject, await bus.call(listConfigurations, {}, { caller })],
    [testConfiguration.subject, await bus.call(testConfiguration, { configurationId }, { caller })],
    [refreshTools.subject, await bus.call(refreshTools, { configurationId }, { caller })],
    [listTools.subject, await bus.call(listTools, { configurationId }, { caller })],
    [acceptTools.subject, await bus.call(acceptTools, { configurationId, names: ['read'] }, { caller })],
    [getUsage.subject, await bus.call(getUsage, { configurationId }, { caller })],
    [listCalls.subject, await bus.call(listCalls, { configurationId }, { caller })],
    [callTool.subject, await bus.call(callTool, { configurationId, toolName: 'read', arguments: { path: '/' } }, { caller })],
    [listChecks.subject, await bus.call(listChecks, { configurationId }, { caller })],
    [toggleConfiguration.subject, await bus.call(toggleConfiguration, { configurationId, enabled: false }, { caller })],
    [ownedConfigurations.subject, await bus.call(ownedConfigurations, { apiKeyId: 'apk_1', remove: false }, { caller })],
    [deleteConfiguration.subject, await bus.call(deleteConfiguration, { configurationId }, { caller })],
  ]);
  const ours = [...MESSAGE_REGISTRY.values()].filter((each) => each.kind === 'request' && serviceOf(each) === 'personal').map((each) => each.subject);
  expect([...answered.keys()].sort()).toEqual(ours.sort());
  expect(JSON.stringify([...answered.values()])).not.toContain('t-1');
});

it('shows owners all tools, those that assistants do not see, and those that wait to be accepted', async () => {
  const script = { serverName: 'changing', serverVersion: '1', tools: ['read', 'write', 'delete'].map((name) => aTool({ name })) };
  const configurationId = await configure(servers.serve(script).url?.reveal());
  await bus.call(refreshTools, { configurationId }, { caller });
  const tools = { deny: ['delete'], onChange: 'hold' as const };
  expect((await bus.call(updateConfiguration, { configurationId, tools }, { caller })).tools).toEqual(tools);
  script.tools = ['read', 'write', 'delete', 'new'].map((name) => aTool({ name, ...(name === 'write' && { description: 'Does something else.' }) }));
  clock.advance(1_000);
  const { message, details } = await bus.call(refreshTools, { configurationId }, { caller });
  expect(message).toBe('Tool cache refreshed successfully.');
  expect(details).toMatchObject({ changedTools: ['write'], heldTools: ['write'], newTools: ['new'] });
  const marks = async () => (await bus.call(listTools, { configurationId }, { caller })).data.map(({ name, allowed, held }) => ({ name, allowed, held }));
  expect(await marks()).toEqual([{ name: 'read' }, { name: 'write', held: true }, { name: 'delete', allowed: false }, { name: 'new' }]);
  expect(await bus.call(acceptTools, { configurationId, names: ['write'] }, { caller })).toMatchObject({ acceptedTools: ['write'] });
  expect((await marks()).filter(({ held }) => held)).toEqual([]);
  expect((await bus.call(updateConfiguration, { configurationId, tools: null }, { caller })).tools).toBeUndefined();
  expect(await marks()).toEqual(['read', 'write', 'delete', 'new'].map((name) => ({ name })));
});

it('counts calls by tool and by step, and lists them newest first', async () => {
  const configurationId = await configure();
  const call = (at: number, tool: string, hoursAgo: number, outcome: 'succeeded' | 'failed') =>
    aToolCall({ id: `call_${at}`, configurationId, tool, outcome, durationMs: at * 10, startedAt: new Date(clock.now().getTime() - hoursAgo * 3_600_000), traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
  await calls.record([call(1, 'read', 30, 'succeeded'), call(2, 'read', 1, 'failed'), call(3, 'write', 1, 'succeeded')]);
  const usage = await bus.call(getUsage, { configurationId }, { caller });
  expect(usage).toMatchObject({ configurationId, configurationName: 'Mine', personalConnectorId: 'pcon_custom', period: { aggregation: 'day' } });
  expect(usage.summary).toEqual({ totalExecutions: 3, successfulExecutions: 2, failedExecutions: 1, averageExecutionTimeMs: 20, successRate: 0.6667 });
  expect(usage.toolBreakdown.map(({ toolName, executions, successRate }) => [toolName, executions, successRate])).toEqual([['read', 2, 0.5], ['write', 1, 1]]);
  expect(usage.timeline.map(({ startsAt, executions }) => [startsAt, executions])).toEqual([['2026-11-20T00:00:00Z', 1], ['2026-11-21T00:00:00Z', 2]]);
  expect((await bus.call(getUsage, { configurationId, toolName: 'nothing' }, { caller })).summary).toEqual({ totalExecutions: 0, successfulExecutions: 0, failedExecutions: 0, averageExecutionTimeMs: 0, successRate: 0 });
  const page = await bus.call(listCalls, { configurationId, toolName: 'read', limit: 1 }, { caller });
  expect(page).toMatchObject({ object: 'list', hasMore: true, firstId: 'call_2', data: [{ userId: 'user_ada', toolName: 'read', outcome: 'failed', durationMs: 20, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }] });
  expect(JSON.stringify(page)).not.toContain('org_alpha');
});

it('ends a test whose caller has left at once, and says nothing of the server', async () => {
  const personalConnectorId = 'pcon_custom';
  const silent = servers.serve({ serverName: 'silent', serverVersion: '1', tools: [], fault: 'silent' }).url?.reveal() ?? '';
  const { id: configurationId } = await bus.call(createConfiguration, { personalConnectorId, name: 'Silent', configuration: { endpoint: silent } }, { caller });
  // What is written down a little later waits, too.
  const idle = clock.waiting;
  for (const definition of [testConfiguration, refreshTools]) {
    const leaving = new AbortController();
    const left = rejectionOf(() => bus.call<object, object>(definition, { configurationId }, { caller, signal: leaving.signal }));
    await eventually(() => clock.waiting > idle);
    leaving.abort();
    await eventually(() => clock.waiting === idle);
    expect(await left).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  }
  expect(await bus.call(listChecks, { configurationId }, { caller })).toMatchObject({ data: [] });
  expect((await bus.call(getConfiguration, { configurationId }, { caller })).healthStatus).toBe('unknown');
});

it('hands the trace of a request on to the server, in a span of its own', async () => {
  const configurationId = await configure();
  const visit = servers.visit.bind(servers);
  const seen: ProbeLimits[] = [];
  servers.visit = (target, limits) => (seen.push(limits), visit(target, limits));
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  for (const definition of [testConfiguration, refreshTools]) await bus.call<object, object>(definition, { configurationId }, { caller, traceparent });
  await bus.call(listTools, { configurationId, forceRefresh: true }, { caller, traceparent });
  await bus.call(createConfiguration, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint: serverUrl }, test: true }, { caller, traceparent });
  expect(seen.map((limits) => limits.traceparent)).toEqual(Array(4).fill(expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/)));
});

it('takes the secrets out of a document, and shows them nowhere', async () => {
  const secret = 'pretended-secret';
  const document = {
    mcpServers: {
      header: { url: `${serverUrl}?1`, headers: { Authorization: `Bearer ${secret}-1`, 'X-Account': `${secret}-2` } },
      address: { url: `${serverUrl}?api_key=${secret}-3` },
      command: { command: 'npx', args: ['--token', `${secret}-4`] },
      variable: { command: 'npx', args: ['b'], env: { SOME_KEY: `${secret}-5`, SOME_SETTING: `${secret}-6` } },
      broken: { command: 'npx', args: { token: `${secret}-7` } },
      unkept: { command: 'npx', env: { SOME_KEY: `${secret}\n-8` } },
      [`long${'x'.repeat(200)}`]: { url: `${serverUrl}/${'y/'.repeat(1_500)}`, headers: { 'X-Key': `${secret}-9` } },
    },
  };
  const report = await bus.call(importConnectors, { sealedDocument: await sealed(document) }, { caller });
  expect(report.created.map(({ name, configurationId }) => [name, typeof configurationId])).toEqual(['header', 'address', 'command', 'variable'].map((name) => [name, 'string']));
  expect(report.skipped.map(({ code }) => code)).toEqual(['UNPROCESSABLE', 'UNPROCESSABLE', 'VALIDATION_ERROR']);
  const shown: object[] = [report, await bus.call(listConnectors, { limit: 100 }, { caller }), await bus.call(listConfigurations, { limit: 100 }, { caller })];
  for (const { configurationId = '' } of report.created) shown.push(await bus.call(testConfiguration, { configurationId }, { caller }));
  expect(JSON.stringify(shown) + JSON.stringify(log.lines)).not.toContain(secret);
});

it('never quotes a document that it refuses', async () => {
  const sealedDocument = await sealed({ text: 'pretended-secret' });
  const refusal = await bus.call(importConnectors, { sealedDocument }, { caller }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'document' }] } });
  expect(JSON.stringify(refusal) + String(refusal) + JSON.stringify(log.lines)).not.toContain('pretended-secret');
});

it('brings what a registry has, and says why when it has nothing', async () => {
  const servers = [{ name: 'io.example/a', description: 'A.', version: '1', remotes: [{ type: 'sse', url: 'https://a.example.com/sse' }] }];
  const report = await bus.call(importConnectors, { registryUrl: registries.serve({ servers }) }, { caller });
  expect(report).toMatchObject({ format: 'serverJson', created: [{ name: 'io.example/a', serverType: 'sse' }], registry: { servers: 1, pages: 1, complete: true } });
  const nothing = bus.call(importConnectors, { registryUrl: registries.serve({ servers, fault: 'refused' }) }, { caller });
  await expect(nothing).rejects.toMatchObject({ code: 'CONNECTOR_SERVER_UNREACHABLE', details: { failure: { code: 'CONNECTION_REFUSED' } } });
});

it('refuses credentials that were sealed for somebody else', async () => {
  const configurationId = await configure();
  const { jwks } = await bus.call(personalTransitKeys, {}, {});
  const binding = { organizationId: caller.organizationId, ownerId: 'user_bob', purpose: 'personal.credentials' };
  const stolen = await new MemorySealer(strongroom).seal(Secret.of('{"type":"bearer","token":"t-2"}'), jwks, binding);
  await expect(bus.call(updateConfiguration, { configurationId, sealedCredentials: stolen }, { caller })).rejects.toMatchObject({ code: 'UNPROCESSABLE' });
});

it('answers a message without a caller as a mistake of ours, and one in the wrong form with its faults', async () => {
  await expect(bus.call(listConfigurations, {}, {})).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  await expect(bus.call(getConfiguration, { configurationId: 7 } as never, { caller })).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'config_id' }] } });
});

/** A server that greets, and answers every call of a tool with what it was called with. */
function talking(host: string): MemoryUpstreams {
  const upstreams = new MemoryUpstreams();
  upstreams.serve(
    {
      onMessage: (message, { say }) => {
        const { id, method, params } = message as { id: number; method: string; params: JsonObject };
        if (method === 'initialize') say({ jsonrpc: '2.0', id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'files', version: '1' } } });
        if (method === 'tools/call') say({ jsonrpc: '2.0', id, result: { content: [], structuredContent: params['arguments'] ?? {} } });
      },
    },
    host,
  );
  return upstreams;
}
