import { describeVaultContract } from '@moorage/test-kit';
import { MemoryStrongroom } from './memory-strongroom';
import { MemorySealer } from './sealer.memory';
import { MemoryVault } from './vault.memory';

describeVaultContract('MemoryVault', async () => {
  const strongroom = new MemoryStrongroom();
  return {
    port: new MemoryVault(strongroom, ['first']),
    keyId: 'first',
    sealer: new MemorySealer(strongroom),
    restarted: () => new MemoryVault(strongroom, ['first']),
    rotated: () => new MemoryVault(strongroom, ['second', 'first']),
    foreign: () => new MemoryVault(strongroom, ['foreign']),
    dispose: async () => undefined,
  };
});
