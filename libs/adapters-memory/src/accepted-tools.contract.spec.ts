import { describeAcceptedToolsContract } from '@moorage/test-kit';
import { MemoryAcceptedTools } from './accepted-tools.memory';

describeAcceptedToolsContract('MemoryAcceptedTools', async () => ({ port: new MemoryAcceptedTools(), dispose: async () => undefined }));
