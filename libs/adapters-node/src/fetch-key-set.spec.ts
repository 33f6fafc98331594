import { EgressPolicy, GuardedHttp } from '@moorage/egress';
import { TokenIssuer } from '@moorage/test-kit';
import { fetchKeySet } from './fetch-key-set';

const END = 300_000;

describe('fetching a set of keys', () => {
  let issuer: TokenIssuer;
  let http: GuardedHttp;

  beforeAll(async () => {
    issuer = await TokenIssuer.open();
    http = new GuardedHttp(EgressPolicy.parse(''));
  });
  afterEach(() => issuer.publish(null));
  afterAll(async () => {
    http?.close();
    await issuer?.close();
  });

  const fetched = (patienceMs?: number) => fetchKeySet(http, new URL(issuer.jwksUrl), patienceMs);

  it('reads what the operator has told it to, on a private network, too', async () => {
    expect(await fetched()).toEqual({ keys: [issuer.publicKey] });
  });

  it.each([204, 401, 404, 500, 503])('takes no answer with the status %i', async (status) => {
    issuer.publish((_request, response) => response.writeHead(status).end());
    await expect(fetched()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.stringContaining(String(status)) });
  });

  it('takes nothing that is no JSON', async () => {
    issuer.publish((_request, response) => response.end('<!doctype html>'));
    await expect(fetched()).rejects.toThrow(SyntaxError);
  });

  it('follows no redirect to another place', async () => {
    issuer.publish((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/keys' }).end());
    await expect(fetched()).rejects.toMatchObject({ failure: { code: 'REDIRECTED' } });
  });

  it('reads no more than any issuer has to say', async () => {
    issuer.publish((_request, response) => response.end(JSON.stringify({ keys: [], more: 'x'.repeat(END) })));
    await expect(fetched()).rejects.toMatchObject({ failure: { code: 'ANSWER_TOO_LARGE' } });
  });

  it('does not wait for ever for an answer that does not begin, or does not end', async () => {
    issuer.publish(() => undefined);
    await expect(fetched(100)).rejects.toMatchObject({ failure: { code: 'RESPONSE_TIMEOUT' } });
    issuer.publish((_request, response) => void response.writeHead(200).write('{"keys":['));
    await expect(fetched(100)).rejects.toMatchObject({ failure: { stage: expect.any(String) } });
  });
});
