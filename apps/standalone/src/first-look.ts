import { createConfiguration, listConfigurations, testConfiguration, type ConfigurationReply, type TestReply } from '@moorage/contracts';
import type { Caller } from '@moorage/domain';
import type { ContractClient } from '@moorage/messaging';

const DEMOS = [
  { personalConnectorId: 'pcon_demo', name: 'Demo' },
  { personalConnectorId: 'pcon_demo_broken', name: 'Broken demo', configuration: { fault: 'wrong_token' } },
];

/** A tested demo configuration. */
export interface Look {
  configuration: ConfigurationReply;
  result: TestReply;
}

/**
 * Tests the two demo connectors of the first user, as any caller would. The first start makes their configurations;
 * a later one takes what is there, so a demo that somebody deleted stays deleted.
 */
export async function firstLook(bus: ContractClient, caller: Caller, firstStart: boolean): Promise<Look[]> {
  const configurations = await Promise.all(DEMOS.map((demo) => demoConfiguration(bus, caller, demo, firstStart)));
  const present = configurations.filter((configuration) => configuration !== null);
  return Promise.all(present.map(async (configuration) => ({ configuration, result: await bus.call(testConfiguration, { configurationId: configuration.id }, { caller }) })));
}

async function demoConfiguration(bus: ContractClient, caller: Caller, demo: (typeof DEMOS)[number], firstStart: boolean): Promise<ConfigurationReply | null> {
  if (firstStart) return bus.call(createConfiguration, demo, { caller });
  const { data } = await bus.call(listConfigurations, { personalConnectorId: demo.personalConnectorId, limit: 5 }, { caller });
  return data.find((configuration) => configuration.name === demo.name) ?? data[0] ?? null;
}
