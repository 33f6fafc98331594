import { describeSealerContract } from '@moorage/test-kit';
import { MemoryStrongroom } from './memory-strongroom';
import { MemorySealer } from './sealer.memory';
import { MemoryVault } from './vault.memory';

describeSealerContract(
  'MemorySealer',
  async () => {
    const strongroom = new MemoryStrongroom();
    const [vault, otherVault] = [new MemoryVault(strongroom, ['mine']), new MemoryVault(strongroom, ['other'])];
    return { port: new MemorySealer(strongroom), vault, otherVault, dispose: async () => undefined };
  },
  { exempt: [{ clause: 'sealer/compact-jwe', reason: 'its boxes are slips of a strongroom that both ends share; nothing is encrypted' }] },
);
