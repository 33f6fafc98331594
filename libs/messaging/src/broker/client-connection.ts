import type { Socket } from 'node:net';
import { readClientOptions, type ClientOptions } from './client-options';
import { OutgoingBuffer } from './outgoing-buffer';
import { ProtocolParser, type ProtocolFault, type ProtocolListener, type Publication } from './protocol-parser';
import { isLiteral, isPublishable, isSubscribable } from './subject';
import type { Subscription, Switchboard, Taker } from './switchboard';

export interface ConnectionRules {
  maxPayload: number;
  /** Milliseconds that a client has for its CONNECT. */
  authTimeoutMs: number;
  /** Bytes that may wait for a client that does not read; then it is cut off. */
  maxPending: number;
  isAuthorized(options: ClientOptions): boolean;
}

const CRLF = '\r\n';
const NOBODY_LISTENS = 'NATS/1.0 503\r\n\r\n';
const STRANGER: ClientOptions = { verbose: false, pedantic: false, echo: true, headers: false, noResponders: false, token: '' };

/** One client: what it said about itself, what it listens to, what it is still to be sent. */
export class ClientConnection implements ProtocolListener, Taker {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly parser: ProtocolParser;
  private readonly out: OutgoingBuffer;
  private readonly authTimer: NodeJS.Timeout;
  private options = STRANGER;
  private leaving = false;
  /** Who may hear what this client publishes. */
  private readonly audience = (taker: Taker) => taker !== this || this.options.echo;

  constructor(
    private readonly socket: Socket,
    private readonly switchboard: Switchboard,
    private readonly rules: ConnectionRules,
  ) {
    this.parser = new ProtocolParser(this, rules.maxPayload);
    this.out = new OutgoingBuffer(socket);
    this.authTimer = setTimeout(() => this.dismiss('Authentication Timeout'), rules.authTimeoutMs);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.leave());
    socket.on('data', (chunk) => this.hear(chunk));
  }

  greet(info: object): void {
    this.socket.write(`INFO ${JSON.stringify(info)}${CRLF}`);
  }

  deliver({ subject, reply, headerSize, payload }: Publication, sid: string): void {
    if (this.leaving) return;
    this.switchboard.toFlush(this);
    const place = reply === '' ? `${subject} ${sid}` : `${subject} ${sid} ${reply}`;
    const bare = headerSize > 0 && !this.options.headers ? payload.subarray(headerSize) : payload;
    const withHeaders = headerSize > 0 && this.options.headers;
    this.out.text(withHeaders ? `HMSG ${place} ${headerSize} ${bare.length}${CRLF}` : `MSG ${place} ${bare.length}${CRLF}`);
    this.out.bytes(bare);
    this.out.text(CRLF);
  }

  flush(): void {
    if (this.leaving) return;
    this.out.flush();
    if (this.socket.writableLength > this.rules.maxPending) this.destroy();
  }

  destroy(): void {
    this.leave();
    this.socket.destroy();
  }

  onConnect(text: string): boolean {
    const options = readClientOptions(text);
    if (!options) return this.refuse('malformed');
    if (!this.rules.isAuthorized(options)) return this.refuse('Authorization Violation');
    if (options.noResponders && !options.headers) return this.refuse('no responders requires headers support');
    clearTimeout(this.authTimer);
    this.options = options;
    this.acknowledge();
    return true;
  }

  onPing(): void {
    this.say('PONG');
  }

  onPublish(publication: Publication): void {
    if (publication.headerSize > 0 && !this.options.headers) return this.dismiss('malformed');
    this.acknowledge();
    const { subject, reply } = publication;
    if (this.options.pedantic && !(isPublishable(subject) && isLiteral(subject))) this.say("-ERR 'Invalid Publish Subject'");
    const taken = isPublishable(subject) && this.switchboard.route(publication, this.audience);
    if (!taken && reply !== '' && this.options.noResponders) this.reportNobody(reply);
  }

  onSubscribe(subject: string, queue: string, sid: string): void {
    if (!isSubscribable(subject)) return this.say("-ERR 'Invalid Subject'");
    this.acknowledge();
    // A subscription id that is taken keeps its first subject, as in nats-server.
    if (this.subscriptions.has(sid)) return;
    const subscription: Subscription = { taker: this, subject, queue, sid, delivered: 0, max: 0 };
    this.subscriptions.set(sid, subscription);
    this.switchboard.add(subscription);
  }

  onUnsubscribe(sid: string, max: number): void {
    this.acknowledge();
    const subscription = this.subscriptions.get(sid);
    if (!subscription) return;
    subscription.max = max;
    if (subscription.delivered >= max) this.forget(subscription);
  }

  onFault(fault: ProtocolFault): void {
    this.dismiss(fault);
  }

  forget(subscription: Subscription): void {
    this.subscriptions.delete(subscription.sid);
    this.switchboard.remove(subscription);
  }

  private hear(chunk: Buffer): void {
    this.parser.feed(chunk);
    this.switchboard.flush();
  }

  private refuse(why: string): false {
    this.dismiss(why);
    return false;
  }

  private acknowledge(): void {
    if (this.options.verbose) this.say('+OK');
  }

  private say(line: string): void {
    if (this.leaving) return;
    this.switchboard.toFlush(this);
    this.out.text(line + CRLF);
  }

  /** The requester hears the 503 on its own reply subscription. */
  private reportNobody(reply: string): void {
    const notice = { subject: reply, reply: '', headerSize: NOBODY_LISTENS.length, payload: Buffer.from(NOBODY_LISTENS) };
    this.switchboard.route(notice, (taker) => taker === this);
  }

  /** Sends a client away, with a word of why unless it cannot even talk properly. */
  private dismiss(why: string): void {
    if (this.leaving) return;
    if (why !== 'malformed') this.say(`-ERR '${why}'`);
    this.out.flush();
    this.leave();
    this.socket.destroySoon();
  }

  private leave(): void {
    if (this.leaving) return;
    this.leaving = true;
    clearTimeout(this.authTimer);
    this.parser.stop();
    for (const subscription of this.subscriptions.values()) this.switchboard.remove(subscription);
    this.subscriptions.clear();
  }
}
