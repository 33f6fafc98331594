import { createHash } from 'node:crypto';

/** The key that a server has shown, and whether it is one that people expect. */
export class HostKey {
  #shown: string | undefined;
  readonly #expected: string[];

  constructor(fingerprints = '') {
    this.#expected = fingerprints.split(/[\s,]+/).filter((each) => each !== '').map(plain);
  }

  /** Its fingerprint, as `ssh-keygen -lf` prints it. */
  get shown(): string | undefined {
    return this.#shown;
  }

  /** Why it was not accepted, where it was not. */
  get fault(): 'unnamed' | 'other' | undefined {
    if (this.#shown === undefined || this.#expected.includes(plain(this.#shown))) return undefined;
    return this.#expected.length === 0 ? 'unnamed' : 'other';
  }

  accepts(key: Buffer): boolean {
    this.#shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
    return this.fault === undefined;
  }
}

function plain(fingerprint: string): string {
  return fingerprint.replace(/^SHA256:/i, '').replace(/=+$/, '');
}
