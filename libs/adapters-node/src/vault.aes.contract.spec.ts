import { describeSealerContract, describeVaultContract } from '@moorage/test-kit';
import { newEncryptionKey, parseEncryptionKeys } from './encryption-keys';
import { JoseSealer } from './sealer.jose';
import { AesVault } from './vault.aes';

const vaultOf = (...keys: string[]) => new AesVault(parseEncryptionKeys(keys.join(',')));

describeVaultContract('AesVault', async () => {
  const key = newEncryptionKey();
  return {
    port: vaultOf(key),
    keyId: key.slice(0, key.indexOf(':')),
    sealer: new JoseSealer(),
    restarted: () => vaultOf(key),
    rotated: () => vaultOf(newEncryptionKey(), key),
    foreign: () => vaultOf(newEncryptionKey()),
    dispose: async () => {},
  };
});

describeSealerContract('JoseSealer', async () => ({
  port: new JoseSealer(),
  vault: vaultOf(newEncryptionKey()),
  otherVault: vaultOf(newEncryptionKey()),
  dispose: async () => {},
}));
