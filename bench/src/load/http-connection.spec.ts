import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { HttpConnection } from './http-connection';

async function answering(serve: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.on('data', () => serve(socket)).on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

it('reads an answer that comes in pieces, and the next one on the same connection', async () => {
  const { port, server } = await answering((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Len');
    setImmediate(() => (socket.write('gth: 6\r\n\r\nGr'), setImmediate(() => socket.write(Buffer.from('üß')))));
  });
  const connection = await HttpConnection.open(port, 'GET / HTTP/1.1\r\n\r\n');
  for (let time = 0; time < 2; time += 1) expect(await connection.ask()).toEqual({ status: 200, body: 'Grüß' });
  connection.close();
  server.close();
});

it('fails rather than waits when a server leaves', async () => {
  const { port, server } = await answering((socket) => socket.destroy());
  const connection = await HttpConnection.open(port, 'GET / HTTP/1.1\r\n\r\n');
  await expect(connection.ask()).rejects.toThrow();
  server.close();
});
