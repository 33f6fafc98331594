import { Controller, Module } from '@nestjs/common';
import { exchangeMessages, type ExchangeFrame, type ExchangeRequest } from '@moorage/contracts';
import type { Log } from '@moorage/domain';
import { startService, Streams, type MessageContext } from '@moorage/messaging';

type Answer = (request: ExchangeRequest, context: MessageContext) => AsyncIterable<ExchangeFrame>;

/** One instance of a service that has assistant sessions, and answers their messages as it is told. */
export class StandInSessions {
  readonly heard: { request: ExchangeRequest; context: MessageContext }[] = [];
  answer: Answer = answered({ status: 200, text: '{}' });

  private constructor(readonly close: () => Promise<void>) {}

  static async open(url: string, log: Log, instance: string): Promise<StandInSessions> {
    const running: { close?: () => Promise<void> } = {};
    const sessions = new StandInSessions(async () => running.close?.());
    running.close = (await startService({ name: 'personal', url, log, instance, module: moduleOf(sessions), graceMs: 200 })).close;
    return sessions;
  }

  take(request: ExchangeRequest, context: MessageContext): AsyncIterable<ExchangeFrame> {
    this.heard.push({ request: { ...request }, context });
    return this.answer(request, context);
  }
}

/** An answer that consists of these frames. */
export function answered(...frames: ExchangeFrame[]): Answer {
  return async function* () {
    yield* frames;
  };
}

function moduleOf(sessions: StandInSessions): object {
  @Controller()
  class SessionsController {
    @Streams(exchangeMessages)
    exchange(request: ExchangeRequest, context: MessageContext): AsyncIterable<ExchangeFrame> {
      return sessions.take(request, context);
    }
  }
  @Module({ controllers: [SessionsController] })
  class SessionsModule {}
  return SessionsModule;
}
