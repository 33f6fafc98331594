import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ScreenedSocket } from './screened-socket';

it('what the driver says together goes to the server together', async () => {
  const arrived: string[] = [];
  const server = new Duplex({ read: () => undefined, write: (chunk: Buffer, _encoding, done) => (arrived.push(chunk.toString()), done()) });
  const screened = new ScreenedSocket(server as unknown as Socket, 'db.test:5432');
  screened.cork();
  screened.write('parse');
  screened.write('bind');
  const sent = new Promise((resolve) => screened.write('sync', resolve));
  screened.uncork();
  await sent;
  expect(arrived).toEqual(['parsebindsync']);
});
