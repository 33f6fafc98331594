import { describeIdsContract } from '@moorage/test-kit';
import { SequentialIds } from './ids.memory';

describeIdsContract('SequentialIds', async () => ({ port: new SequentialIds(), another: () => new SequentialIds(), dispose: async () => undefined }), {
  exempt: [
    { clause: 'ids/ids-are-unguessable', reason: 'tests foresee its ids' },
    { clause: 'ids/processes-do-not-collide', reason: 'every test starts at the same place' },
  ],
});
