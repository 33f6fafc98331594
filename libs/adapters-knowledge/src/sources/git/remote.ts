import type { CheckStage } from '@moorage/domain';
import { refusalOf } from '../../http/refusal-of';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { advertisementIn, type Advertisement, type Branch } from './advertisement';
import type { GitConfiguration } from './configuration';
import { GitOverHttp } from './git-over-http';
import { GitOverSocket } from './git-over-socket';
import type { GitQuestion, GitReply, GitTransport, OnOpen } from './git-transport';

const ADVERTISEMENT = '/info/refs?service=git-upload-pack';

const LATER = new Set<CheckStage>(['permission', 'read']);

/** A repository on its server. */
export class Remote implements GitTransport {
  readonly url: string;
  /** The same for the library, which looks only at the scheme, and knows none but those of the web. */
  readonly alias: string;
  readonly #transport: GitTransport;
  #first: Promise<GitReply> | undefined;

  constructor(
    private readonly configuration: GitConfiguration,
    private readonly reach: Reach,
    onOpen: OnOpen = () => undefined,
  ) {
    const url = addressOf(configuration);
    this.url = url.href.replace(/\/+$/, '');
    this.alias = this.url.replace(/^git:/, 'http:');
    this.#transport = url.protocol === 'git:' ? new GitOverSocket(reach, onOpen) : new GitOverHttp(reach, onOpen);
  }

  /** Asks what the server has, for the first time. */
  async open(): Promise<GitReply> {
    return (this.#first ??= this.#transport.request({ url: this.url + ADVERTISEMENT, headers: this.#proof() }));
  }

  /** Throws when the server did not let us in. What it has for us is another question. */
  async assertKnown(): Promise<void> {
    await this.assertOpen().catch((error: unknown) => {
      if (!(error instanceof ActorFailed) || !LATER.has(error.failure.stage)) throw error;
    });
  }

  /** Throws when the server did not let us in, or has no such repository. */
  async assertOpen(): Promise<void> {
    const { statusCode, headers } = await this.open();
    const { credentials } = this.configuration;
    const secret = credentials?.auth_type === 'token' ? 'the token' : undefined;
    const refusal = refusalOf({ url: new URL(this.url), status: statusCode, headers }, { what: `repository ${this.url}`, secret, now: this.reach.now() });
    if (refusal) throw refusal;
    if (!String(headers['content-type']).startsWith('application/x-git-upload-pack-advertisement')) throw ActorFailed.of('ANSWER_NOT_USABLE', { server: new URL(this.url).host, what: 'this address leads to no Git repository' });
  }

  /** The branch that is configured, or that the server shows first; `null` in a repository without commits. */
  async branch(): Promise<Branch | null> {
    const { branches, shown = null } = await this.#advertised();
    const { branch } = this.configuration;
    if (branch === undefined || branch === '' || branches.length === 0) return shown;
    const found = branches.find(({ name }) => name === branch);
    if (!found) throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `branch ${branch}` }, { stage: 'read' });
    return found;
  }

  /** For the library: as `open` for the first question, and then on to the server. */
  async request(question: GitQuestion): Promise<GitReply> {
    const asked = question.url.slice(this.alias.length);
    return asked === ADVERTISEMENT ? this.open() : this.#transport.request({ ...question, url: this.url + asked, headers: { ...question.headers, ...this.#proof() } });
  }

  async #advertised(): Promise<Advertisement> {
    const { body } = await this.open();
    const found = advertisementIn(Buffer.concat(body));
    if (!found) throw ActorFailed.of('ANSWER_NOT_USABLE', { server: new URL(this.url).host, what: 'its list of branches cannot be read' });
    return found;
  }

  #proof(): Record<string, string> {
    const { credentials } = this.configuration;
    if (credentials?.auth_type !== 'token') return {};
    return { authorization: `Basic ${Buffer.from(`${credentials.username ?? 'git'}:${credentials.token}`).toString('base64')}` };
  }
}

function addressOf({ repository_url: text }: GitConfiguration): URL {
  const fault = (why: string) => ActorFailed.of('VALUE_NOT_USABLE', { what: 'repository_url', why });
  if (/^[\w.-]+@[\w.-]+:/.test(text) || text.startsWith('ssh:')) throw fault('Moorage does not clone over SSH; enter the address with https:// and a token');
  if (!URL.canParse(text)) throw fault('it is no address like https://example.com/handbook.git');
  const url = new URL(text);
  if (!['https:', 'http:', 'git:'].includes(url.protocol)) throw fault('it must begin with https://, http:// or git://');
  if (url.username + url.password !== '') throw fault('user name and token belong into the credentials, not into the address');
  return url;
}
