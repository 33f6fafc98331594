import { connect } from 'node:net';
import { hostileServers, type HostileServer } from './hostile-servers';

/** The code of the error that connecting ends with, or `open`. */
function knock(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || 80 });
    socket.once('connect', () => (socket.destroy(), resolve('open')));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** The one of them that is nowhere has no port to let go. */
const listening = (Object.keys(hostileServers) as HostileServer[]).filter((name) => name !== 'unknownHost');

describe('a hostile server', () => {
  it.each(listening)('%s lets its port go when it is closed', async (name) => {
    const server = await hostileServers[name]();
    await server.close();
    expect(await knock(server.url)).toBe('ECONNREFUSED');
    expect(server.requests()).toEqual([]);
  });
});
