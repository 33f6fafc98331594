import { once } from 'node:events';
import { createServer } from 'node:net';

/** Stands in at the address of a broker that is down, refuses everybody, and is gone again after so many attempts to connect. */
export async function attemptsAt(url: string, count: number): Promise<void> {
  let attempts = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined).destroy();
    if ((attempts += 1) === count) server.close();
  });
  server.listen(Number(new URL(url).port), '127.0.0.1');
  await once(server, 'close');
}
