import { apiKeyRevoked, toolsChanged } from '@moorage/contracts';
import { describeAnnouncerContract, type HeardHint } from '@moorage/test-kit';
import { startEmbedded } from '../test/embedded-broker';
import { openMessaging } from '../test/messaging-harness';
import { NatsAnnouncer } from './announcer.nats';

describeAnnouncerContract('NatsAnnouncer', async () => {
  const { open, broker, dispose } = await openMessaging(startEmbedded);
  const listen = async (busy?: () => unknown) => {
    const heard: HeardHint[] = [];
    const keep = (topic: HeardHint['topic']) => (hint: object) => {
      heard.push({ topic, hint: { ...hint } });
      return busy?.();
    };
    const client = await open();
    await client.hear(apiKeyRevoked, keep('edge.api-key.revoked'));
    await client.hear(toolsChanged, keep('personal.tools.changed'));
    return heard;
  };
  return { port: new NatsAnnouncer(await open()), listen, cutOff: () => broker.stop(), dispose };
});
