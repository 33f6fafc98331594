import { FAILURES, Secret, type FailureCode, type FailureStage, type McpTarget, type ProbeReport } from '@moorage/domain';
import type { GuardedHttpOptions } from '@moorage/egress';
import { hostileServers, serveNames, testAuthority, type HostileServer, type RunningServer } from '@moorage/test-kit';
import { aReader, WITHOUT_ROUTE } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';
import { McpToolSource } from './tool-source.mcp';

const TOKEN = 's3cr3t-h4rb0ur-t0ken';

interface Expected {
  code: FailureCode;
  stage: FailureStage;
  patience?: number;
  serverType?: 'sse';
}

/** What each server must be called; the one left out works until the answer has been given. `patience` is the deadline where a server is expected to use it up. */
const EXPECTED: Record<Exclude<HostileServer, 'silentFarewell'>, Expected> = {
  refusedPort: { code: 'CONNECTION_REFUSED', stage: 'connect' },
  unknownHost: { code: 'HOST_NOT_FOUND', stage: 'dns' },
  fullBacklog: { code: 'CONNECT_TIMEOUT', stage: 'connect', patience: 300 },
  silentAccept: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  notHttp: { code: 'NOT_HTTP', stage: 'http' },
  closesAtOnce: { code: 'CONNECTION_CLOSED', stage: 'http' },
  resets: { code: 'CONNECTION_CLOSED', stage: 'http' },
  httpsToPlainPort: { code: 'TLS_NOT_SPOKEN', stage: 'tls' },
  httpToTlsPort: { code: 'TLS_EXPECTED', stage: 'http' },
  silentTls: { code: 'TLS_TIMEOUT', stage: 'tls', patience: 300 },
  resetTls: { code: 'TLS_FAILED', stage: 'tls' },
  selfSigned: { code: 'CERTIFICATE_UNTRUSTED', stage: 'tls' },
  expiredCertificate: { code: 'CERTIFICATE_EXPIRED', stage: 'tls' },
  futureCertificate: { code: 'CERTIFICATE_NOT_YET_VALID', stage: 'tls' },
  wrongNameCertificate: { code: 'CERTIFICATE_WRONG_HOST', stage: 'tls' },
  status400: { code: 'REQUEST_REFUSED', stage: 'http' },
  status401: { code: 'AUTHENTICATION_FAILED', stage: 'authenticate' },
  status403: { code: 'PERMISSION_DENIED', stage: 'authenticate' },
  status404: { code: 'ENDPOINT_NOT_FOUND', stage: 'http' },
  status405: { code: 'METHOD_NOT_ALLOWED', stage: 'http' },
  status410: { code: 'ENDPOINT_NOT_FOUND', stage: 'http' },
  status429: { code: 'RATE_LIMITED_BY_SERVER', stage: 'http' },
  status500: { code: 'SERVER_ERROR', stage: 'http' },
  status502: { code: 'SERVER_ERROR', stage: 'http' },
  status503: { code: 'SERVER_ERROR', stage: 'http' },
  htmlPage: { code: 'HTML_PAGE', stage: 'http' },
  htmlLoginRefusing: { code: 'AUTHENTICATION_FAILED', stage: 'authenticate' },
  loginRedirect: { code: 'REDIRECTED', stage: 'http' },
  redirectElsewhere: { code: 'REDIRECTED', stage: 'http' },
  redirectLoop: { code: 'REDIRECTED', stage: 'http' },
  redirectNowhere: { code: 'REQUEST_REFUSED', stage: 'http' },
  plainText: { code: 'NOT_MCP', stage: 'http' },
  xml: { code: 'NOT_MCP', stage: 'http' },
  noContent: { code: 'INVALID_ANSWER', stage: 'handshake' },
  noContentType: { code: 'NOT_MCP', stage: 'http' },
  acceptedForever: { code: 'INVALID_ANSWER', stage: 'handshake' },
  brokenJson: { code: 'INVALID_ANSWER', stage: 'handshake' },
  emptyJson: { code: 'INVALID_ANSWER', stage: 'handshake' },
  notJsonRpc: { code: 'INVALID_ANSWER', stage: 'handshake' },
  jsonScalar: { code: 'INVALID_ANSWER', stage: 'handshake' },
  otherId: { code: 'INVALID_ANSWER', stage: 'handshake' },
  sseWithoutAnswer: { code: 'INVALID_ANSWER', stage: 'handshake' },
  sseBrokenJson: { code: 'INVALID_ANSWER', stage: 'handshake' },
  stackedEncodings: { code: 'INVALID_ANSWER', stage: 'handshake' },
  cutInTheMiddle: { code: 'CONNECTION_CLOSED', stage: 'http' },
  hugeHeaders: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  wrongShape: { code: 'INVALID_ANSWER', stage: 'handshake' },
  rpcError: { code: 'SERVER_REPORTED_ERROR', stage: 'handshake' },
  wrongProtocolVersion: { code: 'PROTOCOL_VERSION_NOT_SUPPORTED', stage: 'handshake' },
  futureProtocolVersion: { code: 'PROTOCOL_VERSION_NOT_SUPPORTED', stage: 'handshake' },
  sessionLost: { code: 'SESSION_LOST', stage: 'list_tools' },
  failsAfterHandshake: { code: 'SERVER_ERROR', stage: 'http' },
  refusesNotice: { code: 'SERVER_ERROR', stage: 'http' },
  endlessJson: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  endlessErrorBody: { code: 'SERVER_ERROR', stage: 'http' },
  endlessEvents: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  endlessEvent: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  endlessHtml: { code: 'HTML_PAGE', stage: 'http' },
  gzipBomb: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  slowDrip: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  slowEvents: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  silentHttp: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  silentAfterInitialize: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  silentToolList: { code: 'RESPONSE_TIMEOUT', stage: 'list_tools', patience: 300 },
  drippingToolList: { code: 'RESPONSE_TIMEOUT', stage: 'list_tools', patience: 300 },
  noToolsCapability: { code: 'NO_TOOLS', stage: 'list_tools' },
  toolsNotSupported: { code: 'NO_TOOLS', stage: 'list_tools' },
  emptyToolList: { code: 'NO_TOOLS', stage: 'list_tools' },
  toolListError: { code: 'SERVER_REPORTED_ERROR', stage: 'list_tools' },
  toolListOfWrongShape: { code: 'INVALID_ANSWER', stage: 'list_tools' },
  duplicateNames: { code: 'DUPLICATE_TOOL_NAMES', stage: 'list_tools' },
  emptyName: { code: 'INVALID_TOOL', stage: 'list_tools' },
  noInputSchema: { code: 'INVALID_TOOL', stage: 'list_tools' },
  notATool: { code: 'INVALID_TOOL', stage: 'list_tools' },
  tooManyTools: { code: 'TOO_MANY_TOOLS', stage: 'list_tools' },
  tooBigToolList: { code: 'TOO_MANY_TOOLS', stage: 'list_tools' },
  repeatedPage: { code: 'ENDLESS_PAGES', stage: 'list_tools' },
  endlessPages: { code: 'ENDLESS_PAGES', stage: 'list_tools' },
  echoInToolNames: { code: 'DUPLICATE_TOOL_NAMES', stage: 'list_tools' },
  echoInRedirect: { code: 'REDIRECTED', stage: 'http' },
  echoInErrors: { code: 'REQUEST_REFUSED', stage: 'http' },
  echoInContentType: { code: 'NOT_MCP', stage: 'http' },
  streamNeverOpens: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300, serverType: 'sse' },
  streamNamesNothing: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300, serverType: 'sse' },
  streamNamesAnotherPlace: { code: 'MESSAGES_ELSEWHERE', stage: 'http' },
  streamNamesNonsense: { code: 'INVALID_ANSWER', stage: 'handshake', serverType: 'sse' },
  streamEndsAtOnce: { code: 'INVALID_ANSWER', stage: 'handshake', serverType: 'sse' },
  streamIsUnknown: { code: 'EVENT_STREAM_REFUSED', stage: 'http', serverType: 'sse' },
  streamIsAPage: { code: 'HTML_PAGE', stage: 'http' },
  streamIsRefused: { code: 'AUTHENTICATION_FAILED', stage: 'authenticate' },
  streamRedirectsElsewhere: { code: 'REDIRECTED', stage: 'http', serverType: 'sse' },
  streamOfOneEvent: { code: 'ANSWER_TOO_LARGE', stage: 'handshake', serverType: 'sse' },
  streamOfNotices: { code: 'ANSWER_TOO_LARGE', stage: 'handshake' },
  streamWithoutAnswers: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  streamCutByAMessage: { code: 'CONNECTION_CLOSED', stage: 'http' },
  messagesAreRefused: { code: 'PERMISSION_DENIED', stage: 'authenticate' },
  messagesAreLost: { code: 'SESSION_LOST', stage: 'handshake' },
  messagesAreNotTaken: { code: 'RESPONSE_TIMEOUT', stage: 'handshake', patience: 300 },
  messagesFail: { code: 'SERVER_REPORTED_ERROR', stage: 'handshake' },
};

/** Servers that let a session begin. */
const AFTER_INITIALIZE = ['sessionLost', 'failsAfterHandshake', 'refusesNotice', 'silentAfterInitialize', 'silentToolList', 'drippingToolList', 'noToolsCapability', 'toolListError', 'toolListOfWrongShape', 'duplicateNames'] as const;

/** Codes that no server brings about, or that a test beside this table does. */
const NOT_BY_A_SERVER: Partial<Record<FailureCode, string>> = {
  CONFIGURATION_INCOMPLETE: 'found by the use case, before a server is asked',
  CREDENTIALS_MISSING: 'found by the use case, before a server is asked',
  CREDENTIALS_FOR_ANOTHER_ADDRESS: 'found by the use case, before a server is asked',
  CREDENTIALS_FOR_ANOTHER_COMMAND: 'found by the use case, before a command is run',
  CREDENTIALS_UNREADABLE: 'found by the use case, before a server is asked',
  ARGUMENT_LIKE_OPTION: 'found by the use case, before a command is run',
  VARIABLE_NOT_ALLOWED: 'found by the use case, before a command is run',
  COMMAND_MISSING: 'see below: a target without one',
  COMMAND_NOT_ALLOWED: 'a command: see the specs of hostile commands, like all that follow',
  COMMAND_NOT_FOUND: 'a command',
  COMMAND_NOT_EXECUTABLE: 'a command',
  COMMANDS_BUSY: 'a command',
  COMMAND_ENDED: 'a command',
  COMMAND_TIMEOUT: 'a command',
  COMMAND_NOT_MCP: 'a command',
  OUTPUT_TOO_LARGE: 'a command',
  CONFIGURATION_NOT_USABLE: 'see below: a header with a line break',
  HEADER_NOT_ALLOWED: 'see below: a header that belongs to the connection',
  ADDRESS_INVALID: 'see below: an address that is none',
  ADDRESS_NOT_ALLOWED: 'see below: a private address',
  ADDRESS_NEVER_ALLOWED: 'see below: a metadata address',
  AUTHENTICATION_REQUIRED: 'see below: 401 without credentials',
  ACCESS_DENIED: 'see below: 403 without credentials',
  CANCELLED: 'see below: an aborted signal',
  NOT_A_REGISTRY: 'said of registries: their own specs have it',
  REGISTRY_ENDLESS: 'said of registries: their own specs have it',
  DNS_FAILED: 'see below: name servers that fail or are silent',
  HOST_UNREACHABLE: 'see below: an address without a route',
  HOST_BUSY: 'needs nine calls at once: the specs of egress make them',
  UNEXPECTED: 'stands for what nobody has thought of',
};

interface Watched {
  report: ProbeReport;
  ms: number;
  grownBytes: number;
}

async function watched(work: () => Promise<ProbeReport>): Promise<Watched> {
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const before = used();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, used())), 10);
  const started = performance.now();
  const report = await work();
  clearInterval(watch);
  return { report, ms: performance.now() - started, grownBytes: Math.max(most, used()) - before };
}

function targetWith(url: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }): McpTarget {
  return { serverType: 'http', url: Secret.of(url), headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Secret.of(value)])), trustedAddress: false };
}

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

async function started(name: HostileServer): Promise<RunningServer> {
  const server = await hostileServers[name]();
  cleanUp.push(server.close);
  return server;
}

async function aProber(options: GuardedHttpOptions = {}) {
  const { reader, dispose } = aReader({ authorities: [(await testAuthority()).certificate], ...options });
  cleanUp.push(dispose);
  return { prober: new McpHealthProber(reader), source: new McpToolSource(reader) };
}

describe('a server that misbehaves is survived, and named for what it is', () => {
  it.each(Object.keys(EXPECTED) as (keyof typeof EXPECTED)[])('%s', async (name) => {
    const { code, stage, patience, serverType } = EXPECTED[name];
    const deadlineMs = patience ?? 1_500;
    const { prober } = await aProber();
    const server = await started(name);
    const { report, ms, grownBytes } = await watched(() => prober.probe({ ...targetWith(`${server.url}?api_key=${TOKEN}`), ...(serverType && { serverType }) }, { deadlineMs }));
    expect(report.failure).toMatchObject({ code, stage, retryable: FAILURES[code].retryable });
    expect(ms).toBeLessThan(patience === undefined ? deadlineMs : deadlineMs + 250);
    expect(grownBytes).toBeLessThan(64 * 1024 * 1024);
    expect(JSON.stringify(report).toLowerCase()).not.toMatch(/s3cr3t|hidden|nobody should see/);
    expect(`${report.failure?.message} ${report.failure?.hint}`).not.toMatch(/\bunknown\b|undefined|\{\w+\}/);
  });

  it.each(AFTER_INITIALIZE)('%s, when connections are open already and it is asked in a hurry, too', async (name) => {
    const { code, stage, patience } = EXPECTED[name];
    const { prober } = await aProber();
    const { url } = await started(name);
    const probe = () => prober.probe({ ...targetWith(url), era: '2025' }, { deadlineMs: patience ?? 1_500 });
    for (const { failure } of [...(await Promise.all([probe(), probe()])), await probe()]) expect(failure).toMatchObject({ code, stage });
  });

  it.each(['2024', '2025', '2026'] as const)('when it is remembered to speak %s, too', async (era) => {
    const { source } = await aProber();
    for (const name of ['status404', 'endlessJson', 'acceptedForever', 'duplicateNames', 'silentHttp'] as const) {
      const server = await started(name);
      const { failure, tools } = await source.list({ ...targetWith(server.url), era }, { deadlineMs: EXPECTED[name].patience ?? 1_500 });
      expect({ code: failure?.code, tools }).toEqual({ code: EXPECTED[name].code, tools: undefined });
    }
  });
});

describe('what fails before there is a server', () => {
  it.each([
    ['serverFailure', 'DNS_FAILED', 1_500],
    ['refused', 'DNS_FAILED', 1_500],
    ['silence', 'DNS_FAILED', 100],
    ['noSuchName', 'HOST_NOT_FOUND', 1_500],
  ] as const)('a name server that has only %s to say is %s', async (response, code, deadlineMs) => {
    const names = await serveNames(response);
    cleanUp.push(names.close);
    const { prober } = await aProber({ lookup: names.lookup });
    const { report, ms } = await watched(() => prober.probe(targetWith('http://some.test/mcp'), { deadlineMs }));
    expect(report.failure).toMatchObject({ code, stage: 'dns', message: expect.stringContaining('some.test') as string });
    expect(ms).toBeLessThan(deadlineMs + 250);
  });

  it('an address without a route is HOST_UNREACHABLE', async () => {
    const { prober } = await aProber();
    const { failure } = await prober.probe(targetWith(`http://${WITHOUT_ROUTE}/mcp`), { deadlineMs: 1_500 });
    expect(failure).toMatchObject({ code: 'HOST_UNREACHABLE', stage: 'connect', retryable: true });
  });
});

describe('what is said about a failure', () => {
  const failureOf = async (target: McpTarget) => (await (await aProber()).prober.probe(target, { deadlineMs: 1_500 })).failure;

  it('names the port where it is the port that may be wrong', async () => {
    const { url } = await started('refusedPort');
    expect((await failureOf(targetWith(url)))?.message).toContain(new URL(url).host);
  });

  it('tells missing credentials from refused ones', async () => {
    expect(await failureOf(targetWith((await started('status401')).url, {}))).toMatchObject({ code: 'AUTHENTICATION_REQUIRED' });
    expect(await failureOf(targetWith((await started('status403')).url, { 'accept-language': 'x', 'notion-version': '1' }))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await failureOf(targetWith((await started('status401')).url, { 'x-custom': 'y' }))).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    expect(await failureOf(targetWith(`${(await started('status401')).url}?token=t`, {}))).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    expect(await failureOf(targetWith((await started('status401')).url.replace('//', '//user:password@'), {}))).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  });

  it('says how long to wait', async () => {
    expect(await failureOf(targetWith((await started('status429')).url))).toMatchObject({ hint: 'Wait 2 minutes and try again.', retryable: true });
  });

  it('says where a redirect leads, without path and query', async () => {
    expect((await failureOf(targetWith((await started('redirectElsewhere')).url)))?.message).toContain('https://elsewhere.invalid instead');
  });

  it('names a tool that is offered twice', async () => {
    expect((await failureOf(targetWith((await started('duplicateNames')).url)))?.message).toContain('"same"');
  });

  it.each([
    ['CONFIGURATION_NOT_USABLE', targetWith('http://127.0.0.1/', { authorization: 'Bearer a\r\nx: y' })],
    ['HEADER_NOT_ALLOWED', targetWith('http://127.0.0.1/', { 'Content-Length': '3' })],
    ['ADDRESS_INVALID', targetWith('example.com/mcp')],
    ['ADDRESS_INVALID', targetWith('ws://example.com/mcp')],
    ['COMMAND_MISSING', { serverType: 'stdio', headers: {}, trustedAddress: true }],
    ['ADDRESS_INVALID', { serverType: 'sse', headers: {}, trustedAddress: true }],
    ['ADDRESS_NOT_ALLOWED', targetWith('http://10.0.0.1/')],
    ['ADDRESS_NEVER_ALLOWED', { ...targetWith('http://169.254.169.254/latest/meta-data'), trustedAddress: true }],
  ] as [FailureCode, McpTarget][])('is %s when nothing can be sent', async (code, target) => {
    expect(await failureOf(target)).toMatchObject({ code, stage: 'configuration' });
  });

  it('covers the whole catalogue', () => {
    const produced = new Set([...Object.values(EXPECTED).map(({ code }) => code), ...(Object.keys(NOT_BY_A_SERVER) as FailureCode[])]);
    expect([...produced].sort()).toEqual(Object.keys(FAILURES).sort());
  });
});
