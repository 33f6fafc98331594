import { Controller, Module } from '@nestjs/common';
import { MESSAGE_REGISTRY, type RequestDefinition } from '@moorage/contracts';
import type { Log } from '@moorage/domain';
import { Handles, startService, type MessageContext } from '@moorage/messaging';
import { exampleOf } from '../src/openapi/examples';

/** A message as it arrived. */
export interface Heard {
  subject: string;
  request: Record<string, unknown>;
  context: MessageContext;
}

const SERVICES = ['personal', 'knowledge'] as const;
type ServiceName = (typeof SERVICES)[number];

type Answer = (heard: Heard) => object | Promise<object>;

/** Both services, answering every message with the example of its reply unless told otherwise. */
export class StandInServices {
  readonly heard: Heard[] = [];
  readonly #answers = new Map<string, Answer>();

  readonly #running = new Map<ServiceName, () => Promise<void>>();

  private constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  static async open(url: string, log: Log): Promise<StandInServices> {
    const services = new StandInServices(url, log);
    for (const name of SERVICES) await services.start(name);
    return services;
  }

  async start(name: ServiceName): Promise<void> {
    const { url, log } = this;
    this.#running.set(name, (await startService({ name, url, log, module: moduleOf(name, this) })).close);
  }

  async stop(name: ServiceName): Promise<void> {
    const close = this.#running.get(name);
    this.#running.delete(name);
    await close?.();
  }

  readonly close = async (): Promise<void> => void (await Promise.all(SERVICES.map((name) => this.stop(name))));

  /** From now on this message is answered so; what `answer` throws is its error. */
  answer(definition: { subject: string }, answer: Answer): void {
    this.#answers.set(definition.subject, answer);
  }

  /** Forgets what was heard, and answers with examples again. */
  reset(): void {
    this.heard.length = 0;
    this.#answers.clear();
  }

  async take(definition: RequestDefinition, request: object, context: MessageContext): Promise<object> {
    const heard = { subject: definition.subject, request: { ...request }, context };
    this.heard.push(heard);
    const answer = this.#answers.get(definition.subject);
    return answer ? answer(heard) : exampleOf(definition.reply);
  }
}

function moduleOf(name: string, services: StandInServices): object {
  class StandInController {}
  const definitions = [...MESSAGE_REGISTRY.values()].filter((definition) => definition.kind === 'request' && definition.subject.startsWith(`${name}.`)) as RequestDefinition[];
  for (const definition of definitions) {
    const value = (request: object, context: MessageContext) => services.take(definition, request, context);
    const descriptor = { value, writable: true, configurable: true };
    Object.defineProperty(StandInController.prototype, definition.subject, descriptor);
    Handles(definition)(StandInController.prototype, definition.subject, descriptor);
  }
  Controller()(StandInController);
  class StandInModule {}
  Module({ controllers: [StandInController] })(StandInModule);
  return StandInModule;
}
