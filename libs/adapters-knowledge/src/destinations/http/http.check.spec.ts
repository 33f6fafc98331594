import { selfSigned } from '@moorage/test-kit';
import { checkOf, stepsOf, verdictOf } from '../../testing/connector-trial';
import { closedSite, closeSites, dumbSite, siteOf, type SiteAnswer, type SiteRequest } from '../../testing/trial-site';
import { httpDestination } from '.';

const KEY = 'pipeline-k3y-5ecret';

afterEach(closeSites);

/** The vendor's pipeline: keeps records, takes no empty batch when `strict`, and validates credentials elsewhere. */
function pipeline({ strict = false, otherwise }: { strict?: boolean; otherwise?: (request: SiteRequest, action?: string) => SiteAnswer | undefined } = {}) {
  const kept = new Map<string, unknown>();
  const answer = (request: SiteRequest): SiteAnswer => {
    const batch = (request.body === '' ? [] : JSON.parse(request.body)) as { id: string; action: string }[];
    const other = otherwise?.(request, batch[0]?.action);
    if (other) return other;
    if (request.headers['x-api-key'] !== KEY) return { status: 401, json: { error: 'INVALID_API_KEY' } };
    if (request.url.pathname === '/validate') return { json: { status: 'valid', organization: request.url.searchParams.get('organization_id') } };
    if (request.url.pathname !== '/upsert') return { status: 404, json: {} };
    if (strict && batch.length === 0) return { status: 400, json: { error: 'VALIDATION_FAILED' } };
    for (const { id, action } of batch) if (action === 'delete') kept.delete(id); else kept.set(id, batch);
    return { json: { success: true, processed_count: batch.length, failed_count: 0 } };
  };
  return { kept, answer };
}

async function checkedAt(origin: string, changes: object = {}, options: Parameters<typeof checkOf>[2] = {}) {
  const configuration = { url: `${origin}/upsert`, organization_id: 'org_1', authenticator: { type: 'ApiKeyAuthenticator', api_token: KEY, field_name: 'X-API-Key' }, ...changes };
  return checkOf(httpDestination, configuration, { secrets: [KEY], ...options });
}

async function checked({ answer }: Pick<ReturnType<typeof pipeline>, 'answer'>, changes: object = {}, options = {}) {
  const site = await siteOf(answer);
  return { report: await checkedAt(site.origin, changes, options), site };
}

describe('a check of an endpoint that records are pushed to', () => {
  it('good: sends no record, and says that writing was not tried', async () => {
    const { report, site } = await checked(pipeline());
    expect([stepsOf(report), report.warnings, site.requests.map(({ body }) => body)]).toEqual(['connect authenticate permission -write', [], ['[]']]);
    expect(report.steps.at(-1)?.message).toContain('write_probe');
  });

  it('good: asks where credentials are validated, when it is told where', async () => {
    const { answer } = pipeline();
    const { origin, requests } = await siteOf(answer);
    expect(verdictOf(await checkedAt(origin, { validation_url: `${origin}/validate` }))).toBe('none');
    expect(requests.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual(['POST /validate?organization_id=org_1']);
  });

  it('wrong credential: says that the key was refused, and repeats it nowhere', async () => {
    const { report } = await checked(pipeline(), { authenticator: { type: 'ApiKeyAuthenticator', api_token: 'wr0ng-key', field_name: 'X-API-Key' } }, { secrets: ['wr0ng-key'] });
    expect([verdictOf(report), stepsOf(report)]).toEqual(['authenticate CREDENTIALS_REFUSED', 'connect !authenticate -permission -write']);
    expect(JSON.stringify(report)).not.toContain('wr0ng');
    expect(verdictOf((await checked(pipeline(), { authenticator: { type: 'NoAuth' } })).report)).toBe('authenticate CREDENTIALS_MISSING');
  });

  it('wrong host: says that no such endpoint answers there', async () => {
    const { report } = await checked({ answer: () => ({ headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }) });
    expect(verdictOf(report)).toBe('permission ANSWER_NOT_USABLE');
    const { origin } = await dumbSite('220 mail.test ESMTP\r\n');
    expect(verdictOf(await checkedAt(origin))).toBe('authenticate PROTOCOL_NOT_SPOKEN');
  });

  it('closed port: says that nothing listens there', async () => {
    expect(verdictOf(await checkedAt(await closedSite()))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: says that the host cannot be found', async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(verdictOf(await checkedAt('http://push.nowhere.test', {}, { lookup }))).toBe('dns HOST_NOT_FOUND');
  });

  it('missing permission: says that the key does not allow it', async () => {
    const { report } = await checked(pipeline({ otherwise: () => ({ status: 403, json: {} }) }));
    expect([verdictOf(report), stepsOf(report)]).toEqual(['permission PERMISSION_MISSING', 'connect authenticate !permission -write']);
  });

  it('silent server: gives up in time, and leaves open whether the configuration is right', async () => {
    const report = await checkedAt((await dumbSite()).origin, {}, { deadlineMs: 100 });
    expect([verdictOf(report), report.failure?.indeterminate]).toEqual(['authenticate RESPONSE_TIMEOUT', true]);
  });

  it('wrong TLS: trusts no certificate that nobody has vouched for', async () => {
    const { origin } = await siteOf(pipeline().answer, await selfSigned(['127.0.0.1']));
    expect(verdictOf(await checkedAt(origin))).toBe('tls CERTIFICATE_UNTRUSTED');
  });

  it('missing object: says that there is no endpoint at the address', async () => {
    const { answer } = pipeline();
    const { origin } = await siteOf(answer);
    expect(verdictOf(await checkedAt(origin, { url: `${origin}/upserts` }))).toBe('permission OBJECT_NOT_FOUND');
  });
});

describe('what cannot be told without writing', () => {
  it('is said: an endpoint that takes no empty batch may not have looked at the key', async () => {
    const { report } = await checked(pipeline({ strict: true }));
    expect([verdictOf(report), report.warnings]).toEqual(['none', [expect.stringContaining('not certain')]]);
  });

  it('a write probe tells: one marked record is written and deleted', async () => {
    const vendor = pipeline({ strict: true });
    const { report, site } = await checked(vendor, {}, { writeProbe: true });
    const sent = site.requests.slice(1).map(({ body }) => (JSON.parse(body) as object[])[0]);
    expect(stepsOf(report)).toBe('connect authenticate permission write');
    expect(sent).toEqual(['upsert', 'delete'].map((action) => expect.objectContaining({ action, organization_id: 'org_1', id: expect.stringMatching(/^moorage-write-probe-/) as string }) as object));
    expect(vendor.kept.size).toBe(0);
  });

  it('a probe that could not be deleted is named, so that somebody can', async () => {
    const { report } = await checked(pipeline({ otherwise: (_request, action) => (action === 'delete' ? { status: 403, json: {} } : undefined) }), {}, { writeProbe: true });
    expect([verdictOf(report), report.failure?.message]).toEqual(['write PROBE_LEFT', expect.stringContaining('moorage-write-probe-')]);
  });

  it('a record that the server says it could not keep is a failure, and is deleted all the same', async () => {
    const { report, site } = await checked(pipeline({ otherwise: (_request, action) => (action === 'upsert' ? { json: { success: true, failed_count: 1 } } : undefined) }), {}, { writeProbe: true });
    expect([verdictOf(report), site.requests.length]).toEqual(['write REQUEST_REFUSED', 3]);
  });
});

it('credentials go to one server: validation elsewhere is refused before anything is sent', async () => {
  const elsewhere = await siteOf(pipeline().answer);
  const { report, site } = await checked(pipeline(), { validation_url: `${elsewhere.origin}/validate` });
  expect([verdictOf(report), site.requests, elsewhere.requests]).toEqual(['spec VALUE_NOT_USABLE', [], []]);
});
