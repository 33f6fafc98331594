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
  /** Name of this process, by which it can be asked for streams. Without one it is not told apart. */
  instance?: string;
  /** Nest module, or dynamic module, whose controllers use `Handles`, `Streams` and `Hears`. */
  module: unknown;
  log: Log;
  /** Where messages are counted; nowhere when absent. */
  metrics?: Metrics;
  /** Milliseconds that messages under way get when the service closes. */
  graceMs?: number;
  /** Milliseconds between signs of life to those who wait for long. */
  heartbeatMs?: number;
  /**
   * Called first when the service closes: messages are still taken and streams go on, so what is tied to this process can be handed over.
   * Has the grace period, too; what it throws ends in the log.
   */
  beforeClose?: () => Promise<void>;
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
export async function startService({ module, beforeClose, graceMs = 10_000, ...given }: ServiceOptions): Promise<Service> {
  const strategy = new ContractServer({ ...given, graceMs });
  const app = await NestFactory.createMicroservice<CustomStrategy>(module as Type, { strategy, logger: new NestLog(given.log), abortOnError: false });
  app.useGlobalFilters(new KeepExceptions());
  try {
    await app.listen();
  } catch (error) {
    await app.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const leave = async () => {
    if (beforeClose) await bounded(beforeClose, graceMs).catch((error: unknown) => given.log.error('the service could not prepare to close', error));
    await app.close();
  };
  return { app, close: () => (closing ??= leave()) };
}

/** Waits for a piece of work, but no longer than `ms`. */
async function bounded(work: () => Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  try {
    await Promise.race([work(), patience]);
  } finally {
    clearTimeout(timer);
  }
}
