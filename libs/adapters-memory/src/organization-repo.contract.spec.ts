import { describeOrganizationRepoContract } from '@moorage/test-kit';
import { MemoryOrganizationRepo } from './organization-repo.memory';

describeOrganizationRepoContract('MemoryOrganizationRepo', async () => ({ port: new MemoryOrganizationRepo(), dispose: async () => undefined }));
