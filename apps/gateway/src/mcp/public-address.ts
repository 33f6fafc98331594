import type { FastifyRequest } from 'fastify';
import { METADATA_PREFIX } from './mcp-paths';

/** Names of a host, and a port that matters to nobody here. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/i;
const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;
const LOOPBACK_ADDRESS = /^(::1$|(::ffff:)?127\.)/i;

/** Which pages may call, and by which address. */
export interface PublicSettings {
  /** Origin of this installation as its callers see it; where they say it is when absent. */
  publicUrl?: string;
  /** Origins, besides that and this machine, whose pages may call MCP endpoints. */
  allowedOrigins?: readonly string[];
}

/** Where this gateway is for whoever calls it, and whether a call can have been meant for it. */
export class PublicAddress {
  readonly #host: string | undefined;
  readonly #origins: ReadonlySet<string>;

  constructor(private readonly settings: PublicSettings) {
    this.#host = settings.publicUrl && new URL(settings.publicUrl).hostname;
    this.#origins = new Set(settings.allowedOrigins?.map((origin) => origin.toLowerCase()));
  }

  /** Origin of this gateway. */
  baseOf({ protocol, headers }: FastifyRequest): string {
    return this.settings.publicUrl ?? `${protocol}://${headers.host}`;
  }

  /** Address of what is said of the MCP endpoint that is asked for. */
  metadataOf(request: FastifyRequest): string {
    return this.baseOf(request) + METADATA_PREFIX + this.pathOf(request);
  }

  /** What was asked for, by its one name. */
  pathOf({ url }: FastifyRequest): string {
    return (url.split('?', 1)[0] ?? '').replace(/\/$/, '');
  }

  /** Not from a page that only goes by the name of this machine (DNS rebinding): on loopback the name must be one of loopback, or ours. */
  isMeant({ headers: { host = '' }, socket: { localAddress = '' } }: FastifyRequest): boolean {
    const name = hostname(host);
    if (name === undefined) return false;
    return !LOOPBACK_ADDRESS.test(localAddress) || this.#isOurs(name);
  }

  /** Whether pages of this origin may call. */
  allows(origin: string): boolean {
    if (this.#origins.has(origin.toLowerCase())) return true;
    return URL.canParse(origin) && this.#isOurs(new URL(origin).hostname);
  }

  #isOurs(name: string): boolean {
    return LOOPBACK_NAME.test(name) || name.toLowerCase() === this.#host;
  }
}

function hostname(host: string): string | undefined {
  return HOST.exec(host)?.[1];
}
