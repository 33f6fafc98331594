import { utils, type AnyAuthMethod, type AuthenticationType } from 'ssh2';
import { ActorFailed } from '../../native/actor-failed';
import type { SftpSourceConfiguration } from './spec';

/** The ways of logging in that the configuration allows, one after the other. */
export class LoginAttempts {
  /** What the server would accept, once it has told. */
  offered: AuthenticationType[] = [];
  /** Whether the server has taken one of ours for a try. */
  fits = false;
  readonly #ways: AnyAuthMethod[];

  constructor({ user: username, credentials }: SftpSourceConfiguration) {
    this.#ways = credentials.auth_method === 'SSH_KEY_AUTH' ? byKey(username, credentials.auth_ssh_key) : byPassword(username, credentials.auth_user_password);
  }

  /** The next one that the server accepts; `false` when none is left. */
  next(left: AuthenticationType[] | null): AnyAuthMethod | false {
    if (left === null) return { type: 'none', username: this.#ways[0]?.username ?? '' };
    this.offered = left;
    this.fits ||= this.#ways.some(({ type }) => left.includes(type));
    const at = this.#ways.findIndex(({ type }) => left.includes(type));
    return at < 0 ? false : (this.#ways.splice(0, at + 1).at(-1) ?? false);
  }
}

function byKey(username: string, text: string): AnyAuthMethod[] {
  const key = utils.parseKey(text);
  if (key instanceof Error || !key.isPrivateKey()) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'auth_ssh_key', why: 'it is no private key that can be read; one with a passphrase cannot' });
  return [{ type: 'publickey', username, key }];
}

/** Many servers ask for the password in a dialogue instead. */
function byPassword(username: string, password: string): AnyAuthMethod[] {
  return [
    { type: 'password', username, password },
    { type: 'keyboard-interactive', username, prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(({ echo }) => (echo ? '' : password))) },
  ];
}
