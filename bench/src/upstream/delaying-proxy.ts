import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to a port of this machine, and everything that is said on them so many milliseconds later, in each direction. */
export function delayingProxy(port: number, oneWayMs: number): Server {
  return createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    passOn(near, far, oneWayMs);
    passOn(far, near, oneWayMs);
  });
}

function passOn(from: Socket, to: Socket, oneWayMs: number): void {
  const later = (what: () => void) => void setTimeout(() => to.writable && what(), oneWayMs);
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
