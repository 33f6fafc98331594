import {
  actorFailure,
  type CatalogReport,
  type CheckOptions,
  type CheckReport,
  type ConnectorRuntime,
  type OpenConfiguration,
  type ReadMessage,
  type ReadRequest,
  type RunLimits,
  type RunnableConnector,
  type RuntimeKind,
  type SpecReport,
} from '@moorage/domain';

/** Runs every connector in the way of its kind. */
export class RoutedConnectorRuntime implements ConnectorRuntime {
  constructor(private readonly runtimes: Readonly<Record<Exclude<RuntimeKind, 'image'>, ConnectorRuntime>>) {}

  async spec(connector: RunnableConnector, limits: RunLimits): Promise<SpecReport> {
    return this.#of(connector)?.spec(connector, limits) ?? { failure: NO_IMAGES };
  }

  async check(connector: RunnableConnector, configuration: OpenConfiguration, options: CheckOptions, limits: RunLimits): Promise<CheckReport> {
    const step = { step: NO_IMAGES.stage, status: 'failed' as const, message: NO_IMAGES.message, durationMs: 0 };
    return this.#of(connector)?.check(connector, configuration, options, limits) ?? { steps: [step], warnings: [], failure: NO_IMAGES };
  }

  async discover(connector: RunnableConnector, configuration: OpenConfiguration, limits: RunLimits): Promise<CatalogReport> {
    return this.#of(connector)?.discover(connector, configuration, limits) ?? { failure: NO_IMAGES };
  }

  async *read(connector: RunnableConnector, configuration: OpenConfiguration, request: ReadRequest, limits: RunLimits): AsyncIterable<ReadMessage> {
    yield* this.#of(connector)?.read(connector, configuration, request, limits) ?? [{ kind: 'failure' as const, failure: NO_IMAGES }];
  }

  #of({ kind }: RunnableConnector): ConnectorRuntime | undefined {
    return kind === 'image' ? undefined : this.runtimes[kind];
  }
}

const NO_IMAGES = actorFailure('IMAGE_NOT_RUN');
