import type { Announcement, Announcer } from '@moorage/domain';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { eventually, within } from './within';

/** One hint as a listener got it. */
export interface HeardHint {
  topic: keyof Announcement;
  hint: unknown;
}

export interface AnnouncerHarness extends Harness {
  port: Announcer;
  /**
   * Starts to listen to every topic, as another process would, and answers the growing list of what it hears.
   * `busy` is called with each hint, too, and what it answers goes back to the adapter.
   */
  listen(busy?: () => unknown): Promise<HeardHint[]>;
  /** Cuts the way to the listeners, as when the network is gone. */
  cutOff(): Promise<void>;
}

const PATIENCE_MS = 1_000;
const REVOKED = { apiKeyId: 'apk_1', hash: 'f'.repeat(64) };

export const announcerContract = defineContract<AnnouncerHarness>('announcer', {
  'everyone-hears: every listener gets every hint as it was given': async ({ port, listen }) => {
    const listeners = [await listen(), await listen()];
    await port.announce('edge.api-key.revoked', REVOKED);
    await port.announce('personal.tools.changed', { configurationIds: ['pconf_1', 'pconf_ö'] });
    await eventually(() => listeners.every((heard) => heard.length === 2));
    for (const heard of listeners) {
      expect(heard).toContainEqual({ topic: 'edge.api-key.revoked', hint: REVOKED });
      expect(heard).toContainEqual({ topic: 'personal.tools.changed', hint: { configurationIds: ['pconf_1', 'pconf_ö'] } });
    }
  },

  'hints-are-values: changing a hint after announcing it changes nothing that is heard': async ({ port, listen }) => {
    const heard = await listen();
    const hint = { configurationIds: ['pconf_1'] };
    const announced = port.announce('personal.tools.changed', hint);
    hint.configurationIds.push('spoiled');
    await announced;
    await eventually(() => heard.length === 1);
    expect(heard[0]?.hint).toEqual({ configurationIds: ['pconf_1'] });
  },

  'waits-for-nobody: a listener that does not come to an end holds up neither the sender nor the other listeners': async ({ port, listen }) => {
    await listen(() => new Promise(() => undefined));
    const heard = await listen();
    await within(PATIENCE_MS, concurrently(3, () => port.announce('edge.api-key.revoked', REVOKED)));
    await eventually(() => heard.length === 3);
  },

  'nobody-listens: announcing to nobody is no error': async ({ port }) => {
    await expect(within(PATIENCE_MS, port.announce('edge.api-key.revoked', REVOKED))).resolves.toBeUndefined();
  },

  'cut-off: announcing without a way to the listeners neither rejects nor waits': async ({ port, listen, cutOff }) => {
    await listen();
    await cutOff();
    await expect(within(PATIENCE_MS, concurrently(20, () => port.announce('edge.api-key.revoked', REVOKED)))).resolves.toHaveLength(20);
  },
});

export const describeAnnouncerContract = announcerContract.describe;
