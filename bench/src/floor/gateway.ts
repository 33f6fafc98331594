// The floor under the gateway: node:http and the NATS client. It does the duties of the real one, in the shortest way, or none of them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInbox, type NatsConnection } from 'nats';
import { serveWorks } from '../ground/worker';
import { Duties, type Visit } from './duties';
import { connectNats, SUBJECTS, type Caller, type Ground } from './ground';

export interface FloorRequest extends Ground {
  /** Looks up the key, checks the id, writes headers and a log line; without, everything is asked for by this caller. */
  duties: boolean;
  caller: Caller;
}

const PATH = '/v1/personal-connectors/configurations/';

serveWorks({ start });

async function start({ natsUrl, databaseUrl, duties, caller }: FloorRequest): Promise<number> {
  const ask = asking(await connectNats(natsUrl));
  const duty = duties ? new Duties(databaseUrl) : null;
  const server = createServer((request, response) => void serve(request, response).catch(() => response.writeHead(500).end()));
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const [id, tools] = partsOf(request.url ?? '');
    const visit = duty ? await duty.receive(request, id) : ({ caller, headers: {} } satisfies Visit);
    const body = await ask(tools ? SUBJECTS.tools : SUBJECTS.configuration, JSON.stringify([id, ...visit.caller]));
    response.writeHead(200, { ...visit.headers, 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }).end(body);
    duty?.note(request, visit);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function partsOf(url: string): [id: string, tools: boolean] {
  const tools = url.endsWith('/tools');
  return [url.slice(PATH.length, tools ? -'/tools'.length : undefined), tools];
}

/** One subscription for all replies: nothing that the client offers is cheaper. */
function asking(nats: NatsConnection): (subject: string, question: string) => Promise<Uint8Array> {
  const prefix = `${createInbox()}.`;
  const waiting = new Map<string, (answer: Uint8Array) => void>();
  let asked = 0;
  nats.subscribe(`${prefix}*`, {
    callback: (_error, message) => {
      waiting.get(message.subject)?.(message.data);
      waiting.delete(message.subject);
    },
  });
  return (subject, question) =>
    new Promise((resolve) => {
      const reply = prefix + (asked += 1).toString(36);
      waiting.set(reply, resolve);
      nats.publish(subject, Buffer.from(question), { reply });
    });
}
