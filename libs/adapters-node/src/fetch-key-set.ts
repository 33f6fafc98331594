import type { JSONWebKeySet } from 'jose';
import { MoorageError } from '@moorage/domain';
import type { GuardedHttp } from '@moorage/egress';

const PATIENCE_MS = 5_000;
const MAX_BYTES = 256 * 1024;

/** Gets a JSON Web Key Set from an address that the operator has configured. Whether it holds keys is for the reader to see. */
export async function fetchKeySet(http: GuardedHttp, url: URL, patienceMs = PATIENCE_MS): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(patienceMs);
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const { status, body } = await http.request(url, { method: 'GET', headers, trusted: true, signal, maxBytes: MAX_BYTES });
  if (status === 200) return JSON.parse(await body.text()) as JSONWebKeySet;
  await body.skip();
  throw new MoorageError('SERVICE_UNAVAILABLE', { message: `It answered with the status ${status}.` });
}
