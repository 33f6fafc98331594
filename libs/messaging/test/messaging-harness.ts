import type { Harness } from '@moorage/test-kit';
import { connect, type NatsConnection } from 'nats';
import { connectNats } from '../src/connect-nats';
import type { ContractClient } from '../src/contract-client';
import { NatsContractClient } from '../src/contract-client.nats';
import { startService, type Service, type ServiceOptions } from '../src/start-service';
import { greeterModule, type GreeterPart } from './greetings';
import { RecordedLog } from './recorded-log';
import type { BrokerSettings, RunningBroker, StartBroker } from './running-broker';

export interface MessagingHarness extends Harness {
  broker: RunningBroker;
  /** What services and clients logged. */
  log: RecordedLog;
  /** Starts one more instance of the greeting service. */
  serve(part?: GreeterPart, options?: Partial<Pick<ServiceOptions, 'graceMs' | 'heartbeatMs' | 'url' | 'instance' | 'beforeClose'>>): Promise<Service>;
  open(options?: { checkReplies?: boolean; silenceMs?: number; url?: string }): Promise<ContractClient>;
  /** A connection without any of our manners. */
  raw(): Promise<NatsConnection>;
  /** One more broker, with other settings. */
  another(settings: Partial<BrokerSettings>): Promise<RunningBroker>;
}

export async function openMessaging(start: StartBroker): Promise<MessagingHarness> {
  const log = new RecordedLog();
  const closers: (() => Promise<unknown>)[] = [];
  const another = async (settings: Partial<BrokerSettings>) => {
    const made = await start(settings);
    closers.unshift(() => made.stop());
    return made;
  };
  const broker = await another({});
  return {
    broker,
    log,
    another,
    serve: async (part = {}, { graceMs = 50, url = broker.url, ...options } = {}) => {
      const service = await startService({ name: 'greeting', url, module: greeterModule(part), log, graceMs, ...options });
      closers.push(() => service.close());
      return service;
    },
    open: async ({ url = broker.url, ...options } = {}) => {
      const client = new NatsContractClient(await connectNats({ url, name: 'test', log }), { log, ...options });
      closers.push(() => client.close());
      return client;
    },
    raw: async () => {
      const { host, username } = new URL(broker.url);
      const connection = await connect({ servers: host, token: username });
      closers.push(() => connection.close());
      return connection;
    },
    dispose: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
}
