import { apiKeyRevoked, toolsChanged } from '@moorage/contracts';
import { describeAnnouncerContract, type HeardHint } from '@moorage/test-kit';
import { startEmbedded } from '../test/embedded-broker';
import { openMessaging } from '../test/messaging-harness';
import { NatsAnnouncer } from './announcer.nats';

describeAnnouncerContract('NatsAnnouncer', async () => {
  const { open, broker, dispose } = await openMessaging(startEmbedded);
  const listen = async () => {
    const heard: HeardHint[] = [];
    const client = await open();
    await client.hear(apiKeyRevoked, (hint) => heard.push({ topic: 'edge.api-key.revoked', hint: { ...hint } }));
    await client.hear(toolsChanged, (hint) => heard.push({ topic: 'personal.tools.changed', hint: { ...hint } }));
    return heard;
  };
  return { port: new NatsAnnouncer(await open()), listen, cutOff: () => broker.stop(), dispose };
});
