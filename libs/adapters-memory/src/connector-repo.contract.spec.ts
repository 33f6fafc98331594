import { describeConnectorRepoContract } from '@moorage/test-kit';
import { MemoryConnectorRepo } from './connector-repo.memory';

describeConnectorRepoContract('MemoryConnectorRepo', async () => ({ port: new MemoryConnectorRepo(), dispose: async () => undefined }));
