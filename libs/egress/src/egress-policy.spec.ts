import { MoorageError, type FailureCode } from '@moorage/domain';
import { ConnectionFailed } from './connection-failed';
import { EgressPolicy } from './egress-policy';
import { endpointsOf, type Endpoint } from './endpoint';
import type { Lookup } from './resolve-host';

const names: Record<string, string[]> = {
  'public.test': ['203.0.114.7'],
  'inside.test': ['10.1.2.3'],
  'both.test': ['10.1.2.3', '203.0.114.7'],
  'metadata.test': ['169.254.169.254'],
  postgres: ['10.9.9.9'],
};

const lookup: Lookup = async (host) => {
  const found = names[host];
  if (!found) throw Object.assign(new TypeError('lookup'), { code: 'ENOTFOUND' });
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

interface Trial {
  allow?: string;
  forbidden?: Endpoint[];
  port?: number;
  trusted?: boolean;
}

/** `open`, or the code of the refusal. */
async function trial(host: string, { allow = '', forbidden = [], port = 443, trusted = false }: Trial = {}): Promise<'open' | FailureCode> {
  try {
    await EgressPolicy.parse(allow, forbidden).addressesOf({ host, port, trusted }, lookup);
    return 'open';
  } catch (error) {
    if (error instanceof ConnectionFailed) return error.failure.code;
    throw error;
  }
}

const PRIVATE = ['127.0.0.1', '127.9.9.9', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '::10.0.0.1', '::7f00:1'];
const SPECIAL = ['0.0.0.0', '::', '192.0.2.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', 'ff02::1', '2001:db8::1', '64:ff9b::808:808', '2002:808:808::1', '2001:0:1::1', 'fec0::1', '100::1', '::8.8.8.8', '::808:808', '::0.0.0.2'];
const NEVER = ['169.254.169.254', '169.254.1.1', 'fe80::1', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::1', '::169.254.169.254'];

describe('what an untrusted call may reach', () => {
  it.each(['203.0.114.7', '8.8.8.8', '2606:4700::1', 'public.test'])('reaches the public address %s', async (host) => {
    expect(await trial(host)).toBe('open');
  });

  it.each([...PRIVATE, ...SPECIAL])('is refused %s', async (host) => {
    expect(await trial(host)).toBe('ADDRESS_NOT_ALLOWED');
  });

  it.each(NEVER)('is never let to %s, whatever is listed', async (host) => {
    expect(await trial(host, { allow: '0.0.0.0/0,::/0', trusted: true })).toBe('ADDRESS_NEVER_ALLOWED');
  });

  it.each([...PRIVATE, ...SPECIAL])('reaches %s when it is listed', async (host) => {
    expect(await trial(host, { allow: '0.0.0.0/0, ::/0' })).toBe('open');
  });

  it('is judged by the addresses of a name, not by the name', async () => {
    expect(await trial('inside.test')).toBe('ADDRESS_NOT_ALLOWED');
    expect(await trial('metadata.test', { allow: 'metadata.test' })).toBe('ADDRESS_NEVER_ALLOWED');
  });

  it('uses only those addresses of a name that it may', async () => {
    const usable = await EgressPolicy.parse('').addressesOf({ host: 'both.test', port: 1, trusted: false }, lookup);
    expect(usable.map(({ address }) => address)).toEqual(['203.0.114.7']);
  });

  it('is told when a name does not exist', async () => {
    expect(await trial('nowhere.test')).toBe('HOST_NOT_FOUND');
    expect(await trial('nowhere.invalid')).toBe('HOST_NOT_FOUND');
  });
});

describe('what a trusted call may reach', () => {
  it.each([...PRIVATE, 'inside.test'])('reaches %s', async (host) => {
    expect(await trial(host, { trusted: true })).toBe('open');
  });

  it.each(SPECIAL)('is refused %s all the same', async (host) => {
    expect(await trial(host, { trusted: true })).toBe('ADDRESS_NOT_ALLOWED');
  });
});

describe('EGRESS_ALLOW', () => {
  it('lists a host with all its ports, or one port of it', async () => {
    expect(await trial('inside.test', { allow: 'INSIDE.test', port: 1 })).toBe('open');
    expect(await trial('inside.test', { allow: 'inside.test:8080', port: 8080 })).toBe('open');
    expect(await trial('inside.test', { allow: 'inside.test:8080', port: 8081 })).toBe('ADDRESS_NOT_ALLOWED');
  });

  it('lists single addresses with and without a port', async () => {
    expect(await trial('::1', { allow: '127.0.0.0/8,::1' })).toBe('open');
    expect(await trial('127.0.0.1', { allow: '127.0.0.1:99', port: 99 })).toBe('open');
    expect(await trial('::1', { allow: '[::1]:99', port: 99 })).toBe('open');
    expect(await trial('::1', { allow: '[::1]:99', port: 98 })).toBe('ADDRESS_NOT_ALLOWED');
  });

  it('names every broken entry by its place and repeats none', () => {
    const broken = ['10.0.0.0/99', 'host:0', 'host:70000', 'two words', '*', '1.2.3', 'http://x', '[nonsense]:1'];
    const error = rejectionOf(() => EgressPolicy.parse(`10.0.0.0/8,${broken.join(',')}`));
    expect(error.code).toBe('VALIDATION_ERROR');
    const complaints = broken.map((_entry, index) => expect.stringContaining(`entry ${index + 2} of EGRESS_ALLOW`) as string);
    expect(error.details.errors).toEqual(complaints.map((message) => expect.objectContaining({ message }) as object));
    expect(JSON.stringify(error.details)).not.toMatch(/two words|10\.0\.0/);
  });

  it('may be empty', async () => {
    expect(await trial('public.test', { allow: ' , ' })).toBe('open');
  });
});

describe('forbidden endpoints', () => {
  it('are never reached, under any of their names', async () => {
    const forbidden = endpointsOf('postgres://user:p%2Cw@postgres/moorage');
    expect(forbidden).toEqual([{ host: 'postgres', port: 5432 }]);
    for (const host of ['postgres', '10.9.9.9', '::ffff:10.9.9.9']) {
      expect(await trial(host, { forbidden, port: 5432, allow: '10.0.0.0/8', trusted: true })).toBe('ADDRESS_NEVER_ALLOWED');
    }
    expect(await trial('postgres', { forbidden, port: 5433, trusted: true })).toBe('open');
  });

  it('on this machine are forbidden under all of its addresses', async () => {
    const forbidden = endpointsOf('nats://token@127.0.0.1:4333');
    for (const host of ['127.0.0.1', '127.0.0.2', '::1', '0.0.0.0', '::ffff:127.0.0.1']) {
      expect(await trial(host, { forbidden, port: 4333, allow: '0.0.0.0/0,::/0' })).toBe('ADDRESS_NEVER_ALLOWED');
    }
  });

  it('are read from one address or several', () => {
    expect(endpointsOf('nats://a:1,nats://[::1]:2')).toEqual([{ host: 'a', port: 1 }, { host: '::1', port: 2 }]);
    expect(endpointsOf('nats://a,b')).toEqual([{ host: 'a', port: 4222 }, { host: 'b', port: 4222 }]);
    expect(endpointsOf('postgres://user:a,b@db/x')).toEqual([{ host: 'db', port: 5432 }]);
  });
});

function rejectionOf(work: () => unknown): MoorageError {
  try {
    work();
  } catch (error) {
    if (error instanceof MoorageError) return error;
  }
  throw new MoorageError('INTERNAL_ERROR', { message: 'nothing was refused' });
}
