import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';

const departures = new WeakMap<Socket, AbortSignal>();

/** The one place that decides when the work for a request is given up: aborted as soon as the client has closed its connection. */
export function departure(socket: Socket): AbortSignal {
  const known = departures.get(socket) ?? watched(socket);
  departures.set(socket, known);
  return known;
}

function watched(socket: Socket): AbortSignal {
  const gone = new AbortController();
  // Requests of one connection may be under way at once.
  setMaxListeners(0, gone.signal);
  // It may have left before, while its key was looked up.
  if (socket.destroyed) gone.abort();
  else socket.once('close', () => gone.abort());
  return gone.signal;
}
