import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';

/** Response codes of DNS (RFC 1035, section 4.1.1); the first with no record in the answer. */
const RESPONSES = { noRecord: 0, formatError: 1, serverFailure: 2, noSuchName: 3, notImplemented: 4, refused: 5 } as const;

/** A name server of a test, on loopback. */
export interface RunningNameServer {
  /** Looks a host up by asking this server alone, once, for at least a quarter of a second. */
  lookup(host: string): Promise<{ address: string; family: number }[]>;
  /** How many questions it has been asked so far. */
  questions(): number;
  /** Closes it; whoever still waits for an answer gets none. */
  close(): Promise<void>;
}

/** Starts a name server that answers every question in the same way, or none at all. */
export async function serveNames(response: keyof typeof RESPONSES | 'silence'): Promise<RunningNameServer> {
  const server = createSocket('udp4');
  let questions = 0;
  server.on('message', (message, { port, address }) => {
    questions += 1;
    if (response !== 'silence') server.send(answerTo(message, RESPONSES[response]), port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const resolver = askingOnly(server);
  return {
    lookup: async (host) => (await resolver.resolve4(host)).map((address) => ({ address, family: 4 })),
    questions: () => questions,
    close: async () => {
      resolver.cancel();
      server.close();
      await once(server, 'close');
    },
  };
}

function askingOnly(server: Socket): Resolver {
  const resolver = new Resolver({ timeout: 250, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.address().port}`]);
  return resolver;
}

/** The question sent back with a response code and no records. */
function answerTo(message: Buffer, code: number): Buffer {
  const header = Buffer.from(message.subarray(0, 12));
  header[2] = (header[2] ?? 0) | 0x80; // a response
  header[3] = 0x80 | code; // recursion available
  header.fill(0, 6); // no answer, authority or additional records
  return Buffer.concat([header, message.subarray(12, endOfQuestion(message))]);
}

/** A name is labels, each behind its length, up to an empty one; type and class follow. */
function endOfQuestion(message: Buffer): number {
  let at = 12;
  for (let length = message[at]; length; length = message[at]) at += length + 1;
  return at + 5;
}
