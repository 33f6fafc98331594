import { credentialFaults, type FieldFault } from '@moorage/domain';

/** Faults of the form of the credentials in a body, if it has any. */
export function credentialFaultsOf(body: Record<string, unknown>): FieldFault[] {
  const { credentials } = body;
  return credentials === undefined || credentials === null ? [] : credentialFaults(credentials);
}
