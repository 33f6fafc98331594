import { createServer as createTcpServer } from 'node:net';
import { eventually, rejectionOf } from '@moorage/test-kit';
import { aRequest, aWayOut, codeOf, LOOPBACK, opened, running, textFrom, web } from '../test/way-out';
import { ConnectionFailed } from './connection-failed';
import type { Lookup } from './resolve-host';

describe('connections', () => {
  it('are used again, and tell the times of opening only when they were opened', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    const first = await http.request(server.url, aRequest());
    expect(first.timings).toEqual({ connectMs: expect.any(Number) as number });
    await first.body.text();
    const second = await http.request(server.url, aRequest());
    await second.body.text();
    expect({ timings: second.timings, connections: server.connections }).toEqual({ timings: {}, connections: 1 });
  });

  it('are told of as soon as they stand, also when no answer ever comes', async () => {
    const server = await web((request, response) => void (request.url === '/silent' || response.end('pong')));
    const http = aWayOut();
    const onOpen = jest.fn();
    await textFrom(http, server.url, { onOpen });
    await codeOf(textFrom(http, new URL('/silent', server.url), { onOpen, patienceMs: 20 }));
    expect(onOpen.mock.calls).toEqual([[{ connectMs: expect.any(Number) as number }], [{}]]);
  });

  it('made for a trusted call do not let an untrusted one in', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut('');
    expect(await textFrom(http, server.url, { trusted: true })).toBe('pong');
    expect(await codeOf(textFrom(http, server.url))).toBe('ADDRESS_NOT_ALLOWED');
    expect(await textFrom(http, server.url, { trusted: true })).toBe('pong');
    expect(server.connections).toBe(1);
  });

  it('to one origin are at most eight; the others wait their turn', async () => {
    let now = 0;
    let most = 0;
    const server = await web((_request, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => ((now -= 1), response.end('pong')), 5);
    });
    const http = aWayOut();
    const answers = await Promise.all(Array.from({ length: 40 }, () => textFrom(http, server.url)));
    expect({ most, answers: new Set(answers).size, connections: server.connections }).toEqual({ most: 8, answers: 1, connections: 8 });
  });

  it('that are open and unused are told of, to each kind of call its own', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    expect(http.hasOpen(server.url, false, 1)).toBe(false);
    await Promise.all([textFrom(http, server.url), textFrom(http, server.url)]);
    expect([2, 3].map((count) => http.hasOpen(server.url, false, count))).toEqual([true, false]);
    expect(http.hasOpen(server.url, true, 1)).toBe(false);
    const using = textFrom(http, server.url);
    await eventually(() => !http.hasOpen(server.url, false, 2));
    await using;
    server.sockets.forEach((socket) => socket.destroy());
    await eventually(() => !http.hasOpen(server.url, false, 1));
  });

  it('that are all busy until the deadline are reported as such', async () => {
    const server = await web(() => undefined);
    const http = aWayOut();
    const stuck = Array.from({ length: 8 }, () => codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(200) })));
    expect(await codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(50) }))).toBe('HOST_BUSY');
    expect(new Set(await Promise.all(stuck))).toEqual(new Set(['RESPONSE_TIMEOUT']));
    expect(await codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(50) }))).toBe('RESPONSE_TIMEOUT');
  });

  it('that died while kept are replaced without a word, as often as it takes', async () => {
    let served = 0;
    const server = await running(
      createTcpServer((socket) => {
        let asked = 0;
        socket.on('data', () => {
          asked += 1;
          if (asked > 1) return socket.destroy();
          served += 1;
          return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong');
        });
      }),
    );
    const http = aWayOut();
    for (let round = 1; round <= 4; round += 1) expect(await textFrom(http, server.url)).toBe('pong');
    expect({ served, connections: server.connections }).toEqual({ served: 4, connections: 4 });
  });

  it('that are closed on the first request, or in the middle of an answer, are failures', async () => {
    const atOnce = await running(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await codeOf(textFrom(aWayOut(), atOnce.url))).toBe('CONNECTION_CLOSED');
    // Whether such a server expects TLS is asked, but not for ever.
    let asked = 0;
    const lookup: Lookup = () => ((asked += 1) > 1 ? new Promise(() => undefined) : Promise.resolve([{ address: '127.0.0.1', family: 4 }]));
    const stuck = new URL(`http://stuck.test:${atOnce.url.port}/`);
    expect(await codeOf(textFrom(aWayOut(LOOPBACK, { lookup }), stuck, { signal: AbortSignal.timeout(60) }))).toBe('CONNECTION_CLOSED');
    const midway = await running(createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\npo'))));
    expect(await codeOf(textFrom(aWayOut(), midway.url))).toBe('CONNECTION_CLOSED');
  });

  it('to an address without a route are reported as such', async () => {
    // No machine has a route for TCP to everyone at once.
    const failed = (await rejectionOf(() => textFrom(aWayOut('255.255.255.255'), new URL('http://255.255.255.255/')))) as ConnectionFailed;
    expect(failed.failure.code).toBe('HOST_UNREACHABLE');
    expect(failed.cause).toMatchObject({ syscall: 'connect', address: '255.255.255.255' });
  });

  it('to the origin used longest ago are closed when there are too many origins', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const refused = await web(() => undefined);
    opened.pop()?.close();
    const http = aWayOut(LOOPBACK, { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
    await textFrom(http, server.url);
    const [kept] = server.sockets;
    for (let index = 0; index < 255; index += 1) await codeOf(textFrom(http, new URL(`http://n${index}.test:${refused.url.port}/`)));
    expect(kept?.destroyed).toBe(false);
    const closed = new Promise((resolve) => kept?.once('close', resolve));
    await codeOf(textFrom(http, new URL(`http://one-more.test:${refused.url.port}/`)));
    await closed;
  });

  it('are all closed by close', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    await textFrom(http, server.url);
    const closed = Promise.all([...server.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    http.close();
    expect(await closed).toHaveLength(1);
  });
});

describe('names', () => {
  const pointing = (...addresses: string[]): Lookup => async () => addresses.map((address) => ({ address, family: 4 }));

  it('are resolved by the lookup, and every connection goes to an address that was judged', async () => {
    const server = await web((request, response) => response.end(request.headers.host));
    const url = new URL(`http://any.test:${server.url.port}/`);
    expect(await textFrom(aWayOut(LOOPBACK, { lookup: pointing('10.0.0.1', '127.0.0.1') }), url)).toBe(url.host);
    expect(await codeOf(textFrom(aWayOut('', { lookup: pointing('127.0.0.1') }), url))).toBe('ADDRESS_NOT_ALLOWED');
    expect(await codeOf(textFrom(aWayOut(LOOPBACK, { lookup: pointing() }), url))).toBe('HOST_NOT_FOUND');
  });

  it('are judged again when a connection is opened again', async () => {
    let address = '127.0.0.1';
    const server = await web((_request, response) => response.writeHead(200, { connection: 'close' }).end('pong'));
    const http = aWayOut('127.0.0.1', { lookup: async () => [{ address, family: 4 }] });
    const url = new URL(`http://rebound.test:${server.url.port}/`);
    expect(await textFrom(http, url)).toBe('pong');
    address = '127.0.0.2';
    expect(await codeOf(textFrom(http, url))).toBe('ADDRESS_NOT_ALLOWED');
  });

  it.each(['2130706433', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0', '[::1]', '0x7f.1'])('spelled %s do not get around the policy', async (host) => {
    expect(await codeOf(textFrom(aWayOut(''), new URL(`http://${host}:1/`)))).toBe('ADDRESS_NOT_ALLOWED');
  });
});
