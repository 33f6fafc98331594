import type { Log, Metrics } from '@moorage/domain';
import { Catch, type ExceptionFilter, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomStrategy } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import { ContractServer } from './contract-server';
import { NestLog } from './nest-log';

export interface ServiceOptions {
  /** Queue group: each request goes to one of all processes that use this name. */
  name: string;
  url: string;
  /** Nest module, or dynamic module, whose controllers use `Handles` and `Hears`. */
  module: unknown;
  log: Log;
  /** Where messages are counted; nowhere when absent. */
  metrics?: Metrics;
  /** Milliseconds that messages under way get when the service closes. */
  graceMs?: number;
  /** Milliseconds between signs of life to those who wait for long. */
  heartbeatMs?: number;
}

export interface Service {
  app: INestMicroservice;
  /** Takes no more messages, finishes those under way within the grace period, closes the module. May be called again. */
  close(): Promise<void>;
}

/** Hands every exception on as it is. Without a filter Nest puts a constant in its place, and its code is lost. */
@Catch()
class KeepExceptions implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Starts a Nest microservice on NATS and answers once it takes messages. Rejects, with nothing left behind, when its module
 * cannot be built or the broker cannot be used; see `connectContractClient` for when that is.
 */
export async function startService({ name, url, module, log, metrics, graceMs = 10_000, heartbeatMs }: ServiceOptions): Promise<Service> {
  const strategy = new ContractServer({ name, url, log, graceMs, ...(metrics && { metrics }), ...(heartbeatMs !== undefined && { heartbeatMs }) });
  const app = await NestFactory.createMicroservice<CustomStrategy>(module as Type, { strategy, logger: new NestLog(log), abortOnError: false });
  app.useGlobalFilters(new KeepExceptions());
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  try {
    await app.listen();
  } catch (error) {
    await close();
    throw error;
  }
  return { app, close };
}
