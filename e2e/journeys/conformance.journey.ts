import { Api } from '../support/api';
import { AuthorizingForwarder } from '../support/conformance/authorizing-forwarder';
import { ConformanceFixture } from '../support/conformance/fixture';
import { lostChecks } from '../support/conformance/lost-checks';
import { checkClient, checkServer, type Revision, type SuiteRun } from '../support/conformance/suite-run';
import { connectAddress } from '../support/connections';
import type { Suite } from '../support/suite';

/** What each revision asks of a server, and how many checks our fixture passes: fewer would mean that the suite looked at less. */
const SERVER_SIDE: [Revision, number][] = [
  ['2025-11-25', 84],
  ['2026-07-28', 164],
];

/**
 * What each revision asks of a client, without a client that can do OAuth. Those under auth/ want one: of them a plain client passes only what
 * it cannot fail.
 */
const CLIENT_SIDE: [Revision, string, number][] = [
  ['2025-11-25', 'initialize', 1],
  ['2025-11-25', 'tools_call', 2],
  ['2025-11-25', 'elicitation-sep1034-client-defaults', 5],
  ['2025-11-25', 'sse-retry', 3],
  ['2025-11-25', 'json-schema-2020-12-preservation', 9],
  ['2026-07-28', 'tools_call', 2],
  ['2026-07-28', 'request-metadata', 8],
  ['2026-07-28', 'sep-2322-client-request-state', 5],
  ['2026-07-28', 'http-standard-headers', 9],
  ['2026-07-28', 'http-custom-headers', 18],
  ['2026-07-28', 'http-invalid-tool-headers', 12],
  ['2026-07-28', 'json-schema-ref-no-deref', 1],
  ['2026-07-28', 'json-schema-2020-12-preservation', 9],
  ['2026-07-28', 'auth/authorization-server-migration', 2],
];

const passed = ({ checks }: SuiteRun) => checks.filter(({ status }) => status === 'SUCCESS').length;

/** The official conformance suite, straight and through us: nothing that passes straight may get lost, and no failure is expected. */
export function conformanceJourney(suite: () => Suite): void {
  let fixture: ConformanceFixture;
  let forwarder: AuthorizingForwarder;
  let endpoint: string;
  beforeAll(async () => {
    fixture = await ConformanceFixture.start();
    const api = await Api.open(suite().urls, suite().apiKey);
    forwarder = await AuthorizingForwarder.start(suite());
    endpoint = forwarder.origin + (await connectAddress(api, fixture.url, 'Fixture')).mcp;
  });
  afterAll(async () => {
    await forwarder?.[Symbol.asyncDispose]();
    await fixture?.[Symbol.asyncDispose]();
  });

  it.each(SERVER_SIDE)('what %s asks of a server passes through us, as it passes straight', async (revision, count) => {
    const straight = await checkServer(fixture.url, revision);
    expect(straight.conforms).toBe(true);
    expect(passed(straight)).toBeGreaterThanOrEqual(count);
    const through = await checkServer(endpoint, revision);
    expect(lostChecks(straight.checks, through.checks)).toEqual([]);
    expect(through.conforms).toBe(true);
  });

  it.each(CLIENT_SIDE)('what %s asks of a client in %s passes through us, as it passes straight', async (revision, scenario, count) => {
    const straight = await checkClient(scenario, revision);
    expect(passed(straight)).toBeGreaterThanOrEqual(count);
    const through = await checkClient(scenario, revision, { MOORAGE_URL: suite().urls[0] ?? '', MOORAGE_API_KEY: suite().apiKey });
    expect(lostChecks(straight.checks, through.checks)).toEqual([]);
  });
}
