import { createConfiguration, listConfigurations, testConfiguration, type ConfigurationReply, type TestReply } from '@moorage/contracts';
import { MoorageError, type Caller } from '@moorage/domain';
import type { ContractClient } from '@moorage/messaging';

/** How the configurations that the first start makes are known again among a person's own. */
const MARK = { source: 'first start' };

const DEMOS = [
  { personalConnectorId: 'pcon_demo', name: 'Demo', metadata: MARK },
  { personalConnectorId: 'pcon_demo_broken', name: 'Broken demo', configuration: { fault: 'wrong_token' }, metadata: MARK },
];

/** Nobody waits longer for the demos before the address is shown. */
const FIRST_LIMIT_MS = 5_000;
const LATER_LIMIT_MS = 1_000;

/** A demo configuration and its test; `null` when the test did not end in time. */
export interface Look {
  configuration: ConfigurationReply;
  result: TestReply | null;
}

/**
 * Tests the two demo configurations of the first user, as any caller would. A new installation makes them; a later start takes
 * those that it finds marked, so a demo that somebody deleted stays deleted and a person's own configurations are left alone.
 */
export async function firstLook(bus: ContractClient, caller: Caller, isNew: boolean): Promise<Look[]> {
  const configurations = await Promise.all(DEMOS.map((demo) => demoConfiguration(bus, caller, demo, isNew)));
  const signal = AbortSignal.timeout(isNew ? FIRST_LIMIT_MS : LATER_LIMIT_MS);
  const look = async (configuration: ConfigurationReply): Promise<Look> => ({ configuration, result: await test(bus, configuration.id, { caller, signal }) });
  return Promise.all(configurations.filter((configuration) => configuration !== null).map(look));
}

async function demoConfiguration(bus: ContractClient, caller: Caller, demo: (typeof DEMOS)[number], isNew: boolean): Promise<ConfigurationReply | null> {
  const { personalConnectorId } = demo;
  const { data } = await bus.call(listConfigurations, { personalConnectorId, metadata: MARK, limit: 1 }, { caller });
  return data[0] ?? (isNew ? bus.call(createConfiguration, demo, { caller }) : null);
}

async function test(bus: ContractClient, configurationId: string, context: { caller: Caller; signal: AbortSignal }): Promise<TestReply | null> {
  try {
    return await bus.call(testConfiguration, { configurationId }, context);
  } catch (error) {
    if (error instanceof MoorageError && error.code === 'UPSTREAM_TIMEOUT') return null;
    throw error;
  }
}
