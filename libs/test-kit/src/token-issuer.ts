import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { JsonObject } from '@moorage/domain';
import { accessClaims, type ClaimChanges } from './access-claims';
import { serveHttp, type RunningServer } from './hostile/running-server';

/** A public key as it is published. */
type Jwk = Record<string, unknown>;

/** An issuer of real access tokens (ES256), which publishes its keys on loopback until told otherwise. */
export class TokenIssuer {
  #key = newKey(1);
  #listener: RequestListener | null = null;
  #number = 1;
  #server: RunningServer | undefined;

  static async open(): Promise<TokenIssuer> {
    const issuer = new TokenIssuer();
    issuer.#server = await serveHttp((request, response) => (issuer.#listener ?? publishing([issuer.publicKey]))(request, response));
    return issuer;
  }

  /** Address of its keys. */
  get jwksUrl(): string {
    return this.#server?.url ?? '';
  }

  /** How often its keys have been asked for. */
  get fetches(): number {
    return this.#server?.requests().length ?? 0;
  }

  get publicKey(): Jwk {
    return { ...this.#key.public, use: 'sig', alg: 'ES256' };
  }

  /** A token of `accessClaims` at this time. */
  issue(now: Date, changes: ClaimChanges = {}, header: JsonObject = {}): string {
    const text = `${encoded({ alg: 'ES256', typ: 'at+jwt', kid: this.#key.public['kid'], ...header })}.${encoded(accessClaims(now, changes))}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key: this.#key.private, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }

  /** Signs with a new key from now on, and publishes that alone. */
  rotate(): void {
    this.#number += 1;
    this.#key = newKey(this.#number);
  }

  /** Whoever asks for keys gets these instead, or is answered so; its own again when `null`. */
  publish(instead: Jwk[] | RequestListener | null): void {
    this.#listener = Array.isArray(instead) ? publishing(instead) : instead;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

function publishing(keys: Jwk[]): RequestListener {
  return (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
}

function newKey(number: number): { private: KeyObject; public: Jwk } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { private: privateKey, public: { ...publicKey.export({ format: 'jwk' }), kid: `key-${number}` } };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
