import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { apiKeyRevoked } from '@moorage/contracts';
import { Authenticate, Bootstrap, KnownKeys, LimitRate } from '@moorage/domain';
import type { FastifyInstance } from 'fastify';
import type { AccessSettings } from './access/access-settings';
import { accessHook } from './access/access.hook';
import type { Gateway, GatewayConfig } from './gateway.config';
import { CONTROLLERS, GatewayModule, type GatewayParts } from './gateway.module';
import { Readiness } from './health/readiness';
import { ErrorFilter } from './http/error.filter';
import { httpServer } from './http/http-server';
import { listenTrouble } from './http/listen-trouble';
import { OpenConnections } from './http/open-connections';
import { Traffic } from './http/traffic';
import { bindMcp } from './mcp/bind-mcp';
import { DescribeResource } from './mcp/describe-resource';
import { mcpDoor } from './mcp/mcp-door';
import { McpEndpoint } from './mcp/mcp-endpoint';
import { PublicAddress } from './mcp/public-address';
import { bindOperations } from './operation/bind-operations';

/** How long requests under way get when the gateway closes. */
const GRACE_MS = 8_000;
const SWEEP_MS = 25;

/** Opens the gateway on these adapters. Closing it leaves them open: whoever made them closes them. */
export async function serve(parts: GatewayParts, config: Pick<GatewayConfig, 'host' | 'port' | 'bootstrap'> & AccessSettings): Promise<Gateway> {
  const { host, port, bootstrap } = config;
  const app = await nestApp(parts, config);
  const connections = new OpenConnections(app.getHttpServer());
  const known = app.get(KnownKeys);
  const stopHearing = await parts.bus.hear(apiKeyRevoked, ({ hash }) => known.forget(hash));
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closed(app, connections).finally(stopHearing));
  try {
    await app.listen(port, host);
    const first = app.get(Bootstrap);
    const { port: opened } = app.getHttpServer().address() as AddressInfo;
    return { url: urlOf(host, opened), port: opened, prepare: () => first.prepare(bootstrap), bootstrap: () => first.run(bootstrap), ready: () => app.get(Readiness).ready(), close };
  } catch (error) {
    await close();
    throw listenTrouble(error, host, port) ?? error;
  }
}

async function nestApp(parts: GatewayParts, access: AccessSettings): Promise<NestFastifyApplication> {
  const traffic = new Traffic(parts.log, parts.metrics);
  const adapter = httpServer(parts.clock, traffic);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(parts, access), adapter, { logger: false, abortOnError: false, bodyParser: false });
  app.useGlobalFilters(new ErrorFilter(parts.clock, parts.log, traffic));
  const server = adapter.getInstance<FastifyInstance>();
  server.addHook('onRequest', mcpDoor(app.get(PublicAddress)));
  server.addHook('onRequest', accessHook(app.get(Authenticate), app.get(LimitRate), parts.metrics));
  bindOperations(app, server, CONTROLLERS);
  bindMcp(server, app.get(McpEndpoint), app.get(DescribeResource));
  return app;
}

/** Stops listening and waits for requests under way; what is not done in time is cut off, and what would never be done is ended at once. */
async function closed(app: NestFastifyApplication, connections: OpenConnections): Promise<void> {
  app.get(McpEndpoint).close();
  const sweep = setInterval(() => connections.closeQuiet(), SWEEP_MS);
  const cut = setTimeout(() => connections.closeAll(), GRACE_MS);
  await app.close().finally(() => (clearInterval(sweep), clearTimeout(cut)));
}

/** An address that works on this machine, also when the gateway listens on all of them. */
function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
