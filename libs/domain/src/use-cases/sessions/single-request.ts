import type { Caller } from '../../model/caller';
import type { SessionEndpoint } from '../../model/sessions/assistant-session';
import type { RpcMessage } from '../../model/sessions/rpc';
import type { ToolCall } from '../../model/sessions/tool-call';
import type { ConfigScope, ConnectedConfiguration } from '../../ports/config-repo.port';
import { scopeOf } from '../personal/own-configurations';
import type { Chat } from './chat';
import type { Outflow } from './outflow';
import type { Peer } from './protocol/peer';
import { Link, type LinkOwner } from './servers/link';
import type { OpenUpstream } from './servers/open-upstream';
import type { ParkedLinks } from './servers/parked-links';
import type { SharedLinks } from './servers/shared-links';
import type { UnderWay } from './servers/under-way';

/**
 * A request that belongs to no session. A server that keeps something gets an upstream session for it alone, which ends with the answer; ways to servers
 * that keep nothing are shared.
 */
export class SingleRequest implements Chat, LinkOwner {
  readonly scope: ConfigScope;
  readonly subscriptions: ReadonlySet<string> = new Set();
  readonly logLevel = undefined;
  readonly #links = new Map<string, Link>();

  constructor(
    readonly caller: Caller,
    readonly endpoint: SessionEndpoint,
    readonly peer: Peer,
    readonly via: ToolCall['via'],
    readonly underWay: UnderWay,
    private readonly given: { open: OpenUpstream; shared: SharedLinks; parked: ParkedLinks; flow: Outflow },
    /** On which a call waits that this request goes on with. */
    waiting: Link | null = null,
  ) {
    this.scope = scopeOf(caller);
    if (waiting) this.#links.set(waiting.configurationId, waiting);
  }

  linkTo(connected: ConnectedConfiguration): Link {
    const { id } = connected.configuration;
    const link = this.#links.get(id) ?? this.given.shared.borrow(connected, this.peer) ?? new Link(this.given.open, this, connected);
    this.#links.set(id, link);
    return link;
  }

  links(): Link[] {
    return [...this.#links.values()];
  }

  /** Nobody can cancel it but by leaving. */
  await(): boolean {
    return true;
  }

  forget(): void {
    // Nothing was noted.
  }

  /** An answer could not find its way back. */
  asked(): null {
    return null;
  }

  takenBack(): null {
    return null;
  }

  withdraw(): void {
    // Nothing was asked.
  }

  remember(): void {
    // There is no next request.
  }

  notify(message: RpcMessage): void {
    this.given.flow.say(message);
  }

  onNotice(): void {
    // Nobody listens beyond the answer.
  }

  async onOpened(): Promise<void> {
    // There is nothing to say again.
  }

  /** Ends what was opened for it, or leaves it to others, or to the client who will be back. */
  async end(): Promise<void> {
    const { shared, parked } = this.given;
    await Promise.all([...this.#links].map(async ([id, link]) => parked.keep(link, this.scope) || shared.giveBack(id, this.peer, link)));
  }
}
