import { Web } from '../../http/web';
import type { Reach } from '../../native/reach';
import { MAX_ADVERTISEMENT_BYTES, MAX_PACK_BYTES, textOf, type GitQuestion, type GitReply, type GitTransport, type OnOpen } from './git-transport';

/** Git over the checked way out for HTTP. */
export class GitOverHttp implements GitTransport {
  readonly #web: Web;

  constructor(reach: Reach, onOpen: OnOpen) {
    this.#web = new Web(reach, onOpen);
  }

  async request(question: GitQuestion): Promise<GitReply> {
    const { url, method = 'GET', headers = {} } = question;
    const posted = method === 'POST' ? { method: 'POST' as const, body: await textOf(question) } : {};
    const answer = await this.#web.ask({ url: new URL(url), headers: plain(headers), ...posted, maxBytes: method === 'GET' ? MAX_ADVERTISEMENT_BYTES : MAX_PACK_BYTES });
    return { url, method, statusCode: answer.status, statusMessage: '', headers: answer.headers, body: [answer.bytes] };
  }
}

/** The library names itself as a browser would have to; we say who we are. */
function plain(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name !== 'user-agent'));
}
