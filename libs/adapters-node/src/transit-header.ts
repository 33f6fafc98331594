import type { CompactJWEHeaderParameters } from 'jose';
import type { TransitBinding } from '@moorage/domain';

export const TRANSIT_ALGORITHM = 'ECDH-ES';
export const TRANSIT_CIPHER = 'A256GCM';

/** The protected header of everything sealed in transit: authenticated with the text, so neither can be exchanged. */
export function transitHeader(kid: string, { organizationId, ownerId, purpose }: TransitBinding): CompactJWEHeaderParameters {
  return { alg: TRANSIT_ALGORITHM, enc: TRANSIT_CIPHER, kid, binding: { organizationId, ownerId, purpose } };
}
