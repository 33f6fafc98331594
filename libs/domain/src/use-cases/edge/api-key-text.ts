import type { ApiKey } from '../../model/edge';
import type { Hasher } from '../../ports/hasher.port';
import type { Ids } from '../../ports/ids.port';

const START = 'mrg_';
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
/** So much of a key is kept readable, to tell keys apart: far too little to guess the rest. */
const VISIBLE_LENGTH = 8;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^mrg_[0-9A-Za-z]{38}$/;

/** The text of a new key: `mrg_`, 32 random characters, 6 of checksum. */
export function newApiKeyText(ids: Ids, hasher: Hasher): string {
  const body = START + ids.token(RANDOM_LENGTH);
  return body + checksum(body, hasher);
}

/** Whether a text means to be a key. */
export function startsLikeApiKey(text: string): boolean {
  return text.startsWith(START);
}

/** Whether a text can be a key at all. Typing errors and cut-off copies are told by the checksum, without any look-up. */
export function isApiKeyText(text: string, hasher: Hasher): boolean {
  return FORM.test(text) && text.endsWith(checksum(text.slice(0, START.length + RANDOM_LENGTH), hasher));
}

/** What is stored of a key: enough to know it again, nothing that could stand in for it. */
export function traceOf(text: string, hasher: Hasher): Pick<ApiKey, 'prefix' | 'hash'> {
  return { prefix: text.slice(0, VISIBLE_LENGTH), hash: hasher.sha256(text) };
}

function checksum(text: string, hasher: Hasher): string {
  let rest = hasher.crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
