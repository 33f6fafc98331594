import { describeCheckLogContract } from '@moorage/test-kit';
import { MemoryCheckLog } from './check-log.memory';

describeCheckLogContract('MemoryCheckLog', async () => ({ port: new MemoryCheckLog(), dispose: async () => undefined }));
