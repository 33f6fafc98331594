import { applyDecorators, Get, Header } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

/** A public address for browsers that is no operation of the API. */
export function Page(path: string, contentType: string, headers: Record<string, string> = {}): MethodDecorator {
  return applyDecorators(
    Get(path),
    RouteConfig({ page: true }),
    Header('content-type', contentType),
    ...Object.entries(headers).map(([name, value]) => Header(name, value)),
  );
}
