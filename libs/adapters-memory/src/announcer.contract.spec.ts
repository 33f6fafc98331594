import { describeAnnouncerContract, type HeardHint } from '@moorage/test-kit';
import { MemoryAnnouncer } from './announcer.memory';

describeAnnouncerContract('MemoryAnnouncer', async () => {
  const port = new MemoryAnnouncer();
  const listen = async (busy?: () => unknown): Promise<HeardHint[]> => {
    const heard: HeardHint[] = [];
    port.listen((topic, hint) => {
      heard.push({ topic, hint });
      return busy?.();
    });
    return heard;
  };
  return { port, listen, cutOff: async () => port.cutOff(), dispose: async () => undefined };
});
