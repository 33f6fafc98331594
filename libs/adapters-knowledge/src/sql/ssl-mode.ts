import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { JsonObject } from '@moorage/domain';
import type { TlsDemands } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';

/** `ssl_mode` of a configuration; names of modes differ between databases. */
export interface SslMode {
  mode: string;
  ca_certificate?: string;
  client_certificate?: string;
  client_key?: string;
  client_key_password?: string;
}

/** What each mode of a database asks of encryption. Absent: none is wanted. */
export interface SslModeMeaning {
  /** Whether the connection goes on when the server offers none. */
  optional: boolean;
  verify: TlsDemands['verify'];
}

/** What a mode demands of the other side. Rejects keys and certificates that are none, before anything is sent. */
export function demandsOf({ ca_certificate, client_certificate, client_key, client_key_password }: SslMode, { verify }: SslModeMeaning): TlsDemands {
  if (ca_certificate !== undefined) assertCertificate('ssl_mode.ca_certificate', ca_certificate);
  if (client_certificate !== undefined) assertCertificate('ssl_mode.client_certificate', client_certificate);
  const demands = { verify, onlyAuthority: ca_certificate, certificate: client_certificate, key: client_key, passphrase: client_key_password };
  assertUsable(demands);
  return demands;
}

/** The part of a spec for one mode. */
export function sslModeSchema(mode: string, title: string, description: string, certificates: 'none' | 'possible' | 'authority' = 'possible'): JsonObject {
  const authority = { ca_certificate: pem('CA certificate', 'The one authority that is accepted, instead of the well-known ones.') };
  const own = {
    client_certificate: pem('Client certificate', 'Shown to the server when it asks.'),
    client_key: pem('Client key', 'Belongs to the client certificate.'),
    client_key_password: { type: 'string', title: 'Client key password', description: 'When the key is encrypted.', airbyte_secret: true, order: 4 },
  };
  const certified = certificates === 'authority' ? { ...authority, ...own } : own;
  return {
    title,
    description,
    type: 'object',
    required: ['mode'],
    properties: { mode: { type: 'string', const: mode, order: 0 }, ...(certificates !== 'none' && certified) },
  };
}

function pem(title: string, description: string): JsonObject {
  return { type: 'string', title, description: `${description} PEM.`, airbyte_secret: true, multiline: true };
}

function assertCertificate(what: string, text: string): void {
  try {
    new X509Certificate(text);
  } catch (cause) {
    throw ActorFailed.of('VALUE_NOT_USABLE', { what, why: 'it is not a certificate in PEM form' }, { cause });
  }
}

function assertUsable({ onlyAuthority, certificate, key, passphrase }: TlsDemands): void {
  try {
    createSecureContext({ ca: onlyAuthority, cert: certificate, key, passphrase });
  } catch (cause) {
    throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'ssl_mode.client_key', why: 'it is no key in PEM form, belongs to another certificate, or needs another password' }, { cause });
  }
}
