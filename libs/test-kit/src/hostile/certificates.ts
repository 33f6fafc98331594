import { webcrypto } from 'node:crypto';
import type { ServerOptions } from 'node:https';

/** A certificate authority that exists only in this process, and what it has signed. */
export interface TestAuthority {
  /** Its own certificate, as PEM: trust this. */
  certificate: string;
  /** Signs a certificate for names and IP addresses; it is valid today unless told otherwise. */
  sign(names: string[], validity?: Validity): Promise<ServerOptions>;
}

export interface Validity {
  from?: Date;
  until?: Date;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

let authority: Promise<TestAuthority> | undefined;

/** The authority of this process, made when first asked for. */
export function testAuthority(): Promise<TestAuthority> {
  return (authority ??= makeAuthority());
}

/** A certificate that nobody but its owner has signed. */
export async function selfSigned(names: string[]): Promise<ServerOptions> {
  const x509 = await library();
  const keys = await keyPair();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...terms({}),
    name: 'CN=self-signed.test',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [await alternativeNames(names)],
  });
  return { key: await pemOf(keys.privateKey), cert: certificate.toString('pem') };
}

async function makeAuthority(): Promise<TestAuthority> {
  const x509 = await library();
  const keys = await keyPair();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...terms({}),
    name: 'CN=Authority of one test',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const sign = async (names: string[], validity: Validity = {}) => {
    const own = await keyPair();
    const certificate = await x509.X509CertificateGenerator.create({
      ...terms(validity),
      subject: `CN=${names[0] ?? 'nobody'}`,
      issuer: root.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [await alternativeNames(names)],
    });
    return { key: await pemOf(own.privateKey), cert: certificate.toString('pem') };
  };
  return { certificate: root.toString('pem'), sign };
}

/** Loaded when first needed: most tests never look at a certificate. */
async function library() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

async function alternativeNames(names: string[]) {
  const { SubjectAlternativeNameExtension } = await library();
  return new SubjectAlternativeNameExtension(names.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value })));
}

function terms({ from, until }: Validity) {
  const serialNumber = Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex');
  return { serialNumber, notBefore: from ?? new Date(Date.now() - DAY_MS), notAfter: until ?? new Date(Date.now() + DAY_MS) };
}

function keyPair() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
