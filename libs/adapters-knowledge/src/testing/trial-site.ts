import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A request as a site has had it. */
export interface SiteRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What a site answers: a value as JSON, or its parts. */
export interface SiteAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  json?: unknown;
}

/** Answers, or takes the response into its own hands. */
export type SiteListener = (request: SiteRequest, response: ServerResponse) => SiteAnswer | Promise<SiteAnswer> | void;

export interface Site {
  /** Scheme, host and port. */
  origin: string;
  /** All that it was asked, in order. */
  requests: SiteRequest[];
  close(): Promise<void>;
}

const open: Site[] = [];

/** Closes all sites of a test. */
export async function closeSites(): Promise<void> {
  await Promise.all(open.splice(0).map((site) => site.close()));
}

/** A site on loopback; with `tls` it speaks https. What no answer is given for is left to `listener`. */
export async function siteOf(listener: SiteListener, tls?: ServerOptions): Promise<Site> {
  const requests: SiteRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await seen(incoming);
    requests.push(request);
    const given = await listener(request, response);
    if (given) send(given, response);
  };
  const handler = (incoming: IncomingMessage, response: ServerResponse) => void answer(incoming, response).catch(() => response.destroy());
  return listening(tls ? createSecureServer(tls, handler) : createServer(handler), tls ? 'https' : 'http', requests);
}

/** Accepts connections and says what `greeting` is, or nothing at all. */
export async function dumbSite(greeting = ''): Promise<Site> {
  return listening(createTcpServer((socket) => void (greeting !== '' && socket.write(greeting))), 'http', []);
}

/** An address where nothing listens. */
export async function closedSite(): Promise<string> {
  const site = await dumbSite();
  await site.close();
  return site.origin;
}

function send({ status = 200, headers = {}, body, json }: SiteAnswer, response: ServerResponse): void {
  const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...type, ...headers }).end(json === undefined ? body : JSON.stringify(json));
}

async function seen(incoming: IncomingMessage): Promise<SiteRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url = '/', headers } = incoming;
  return { method, url: new URL(url, 'http://site.test'), headers, body: Buffer.concat(chunks).toString() };
}

async function listening(server: Server, scheme: string, requests: SiteRequest[]): Promise<Site> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const site = { origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
  open.push(site);
  return site;
}
