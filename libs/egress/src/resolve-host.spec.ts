import { rejectionOf, serveNames, type RunningNameServer } from '@moorage/test-kit';
import type { ConnectionFailed } from './connection-failed';
import { EgressPolicy } from './egress-policy';
import { GuardedHttp } from './guarded-http';
import { resolveHost, type Lookup } from './resolve-host';

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

describe('names that are asked of a name server', () => {
  async function asking(response: Parameters<typeof serveNames>[0]): Promise<RunningNameServer> {
    const server = await serveNames(response);
    opened.push(server);
    return server;
  }

  /** The code of the failure, and that of its cause. */
  async function failureWith({ lookup }: { lookup: Lookup }, deadlineMs = 3_000): Promise<(string | undefined)[]> {
    const http = new GuardedHttp(EgressPolicy.parse(''), { lookup });
    opened.push(http);
    const request = { method: 'GET', headers: {}, trusted: false, signal: AbortSignal.timeout(deadlineMs), maxBytes: 1_000 } as const;
    const { failure, cause } = (await rejectionOf(() => http.request(new URL('http://some.test/'), request))) as ConnectionFailed;
    return [failure.code, (cause as { code?: string } | undefined)?.code];
  }

  it.each([
    ['serverFailure', 'DNS_FAILED', 'ESERVFAIL'],
    ['refused', 'DNS_FAILED', 'EREFUSED'],
    ['notImplemented', 'DNS_FAILED', 'ENOTIMP'],
    ['formatError', 'DNS_FAILED', 'EFORMERR'],
    ['silence', 'DNS_FAILED', 'ETIMEOUT'],
    ['noSuchName', 'HOST_NOT_FOUND', 'ENOTFOUND'],
    ['noRecord', 'HOST_NOT_FOUND', 'ENODATA'],
  ] as const)('which has only %s to say are %s', async (response, code, cause) => {
    const server = await asking(response);
    expect(await failureWith(server)).toEqual([code, cause]);
    expect(server.questions()).toBe(1);
  });

  it('which is not there cannot be looked up', async () => {
    const { lookup, close } = await serveNames('silence');
    await close();
    expect(await failureWith({ lookup })).toEqual(['DNS_FAILED', 'ECONNREFUSED']);
  });

  it('which is silent are waited for until the deadline and no longer', async () => {
    const server = await asking('silence');
    expect(await failureWith(server, 60)).toEqual(['DNS_FAILED', undefined]);
  });

  it.each(['a'.repeat(64), 'a.'.repeat(130), 'é'.repeat(300)])('which can be no names are not looked up: %s', async (host) => {
    const ask: Lookup = async () => Promise.reject(new Error('asked'));
    const { failure } = (await rejectionOf(() => resolveHost(host, ask))) as ConnectionFailed;
    expect(failure.code).toBe('HOST_NOT_FOUND');
  });

  // The lookup of the machine has words of its own, and asks only the name servers of the machine.
  it.each([
    ['EAI_AGAIN', 'DNS_FAILED'],
    ['EAI_FAIL', 'DNS_FAILED'],
    ['ENOTFOUND', 'HOST_NOT_FOUND'],
  ])('by the machine itself, which reports %s, are %s', async (code, expected) => {
    const lookup: Lookup = async () => Promise.reject(Object.assign(new TypeError(code), { code }));
    expect(await failureWith({ lookup })).toEqual([expected, code]);
  });
});
