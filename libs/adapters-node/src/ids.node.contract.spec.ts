import { describeIdsContract } from '@moorage/test-kit';
import { NodeIds } from './ids.node';

describeIdsContract('NodeIds', async () => ({ port: new NodeIds(), another: () => new NodeIds(), dispose: async () => {} }));
