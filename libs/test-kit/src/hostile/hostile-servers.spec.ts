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

describe('a hostile server', () => {
  it.each(Object.keys(hostileServers) as HostileServer[])('%s lets its port go when it is closed', async (name) => {
    const server = await hostileServers[name]();
    await server.close();
    expect(await knock(server.url)).toMatch(/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/);
    expect(server.requests()).toEqual([]);
  });
});
