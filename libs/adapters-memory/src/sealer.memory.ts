import { isPlainObject, MoorageError, type Sealer, type Secret, type TransitBinding } from '@moorage/domain';
import type { MemoryStrongroom } from './memory-strongroom';
import { transitPlace } from './vault.memory';

export class MemorySealer implements Sealer {
  constructor(private readonly strongroom: MemoryStrongroom) {}

  async seal(secret: Secret, transitKeys: string, binding: TransitBinding): Promise<string> {
    return this.strongroom.deposit(firstKeyId(transitKeys), transitPlace(binding), secret);
  }
}

function firstKeyId(transitKeys: string): string {
  const set = parsed(transitKeys);
  const key: unknown = isPlainObject(set) && Array.isArray(set.keys) ? set.keys[0] : undefined;
  const usable = isPlainObject(key) && key.kty === 'OKP' && key.crv === 'X25519' && /^[\w-]{43}$/.test(String(key.x)) && typeof key.kid === 'string';
  if (!usable) throw new MoorageError('INTERNAL_ERROR', { cause: 'The transit keys are unusable.' });
  return String(key.kid);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
