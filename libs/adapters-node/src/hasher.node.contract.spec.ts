import { describeHasherContract } from '@moorage/test-kit';
import { NodeHasher } from './hasher.node';

describeHasherContract('NodeHasher', async () => ({ port: new NodeHasher(), dispose: async () => {} }));
