import type { Caller } from '../../model/caller';
import type { AssistantSession, SessionEndpoint } from '../../model/sessions/assistant-session';
import { isRequest, isResponse, type RpcId, type RpcMessage, type RpcNotification, type RpcRequest, type RpcResponse } from '../../model/sessions/rpc';
import type { ConfigScope, ConnectedConfiguration } from '../../ports/config-repo.port';
import type { Chat } from './chat';
import type { Front } from './endpoint/front';
import { KeptNotices } from './kept-notices';
import type { KnownConfigurations } from './known-configurations';
import { Outflow } from './outflow';
import type { Peer } from './protocol/peer';
import { unanswerable } from './protocol/rpc-answers';
import { Questions } from './questions';
import { Link, type LinkOwner, type LinkState } from './servers/link';
import type { OpenUpstream } from './servers/open-upstream';
import type { Awaited, UnderWay } from './servers/under-way';
import type { ServedTools } from './tools/served-tools';

/** What a session is made from, besides its row. */
export interface LiveSettings {
  front: Front;
  open: OpenUpstream;
  underWay: UnderWay;
  tools: ServedTools;
  known: KnownConfigurations;
  /** Where upstream sessions were left by another process, by configuration id. */
  resume: Record<string, LinkState>;
  /** Called when what is kept of the session has changed. */
  onChange(session: LiveSession): void;
}

/** An assistant session of the 2025 era, where it lives: its links, its open stream, what it waits for. */
export class LiveSession implements Chat, LinkOwner {
  readonly via = 'mcp';
  readonly subscriptions: Set<string>;
  readonly underWay: UnderWay;
  readonly peer: Peer;
  lastUsedAt = 0;
  #logLevel: string | undefined;
  readonly #links = new Map<string, Link>();
  readonly #awaited = new Map<RpcId, Awaited>();
  readonly #questions = new Questions();
  readonly #kept = new KeptNotices();
  #standing: Outflow | undefined;
  #whenIdle: (() => void) | undefined;

  constructor(
    readonly row: AssistantSession,
    readonly caller: Caller,
    private readonly settings: LiveSettings,
  ) {
    this.peer = { era: '2025', client: row.client };
    this.subscriptions = new Set(row.subscriptions);
    this.#logLevel = row.logLevel;
    this.underWay = settings.underWay;
  }

  get id(): string {
    return this.row.id;
  }

  get scope(): ConfigScope {
    return this.row;
  }

  get endpoint(): SessionEndpoint {
    return this.row.endpoint;
  }

  get logLevel(): string | undefined {
    return this.#logLevel;
  }

  get front(): Front {
    return this.settings.front;
  }

  /** Whether something goes on that an end would cut off. */
  get isBusy(): boolean {
    return this.#awaited.size > 0 || this.#standing !== undefined;
  }

  linkTo(connected: ConnectedConfiguration): Link {
    const { id } = connected.configuration;
    const link = this.#links.get(id) ?? new Link(this.settings.open, this, connected, this.settings.resume[id]);
    this.#links.set(id, link);
    return link;
  }

  links(): Link[] {
    return [...this.#links.values()];
  }

  await(id: RpcId, awaited: Awaited): boolean {
    if (this.#awaited.has(id)) return false;
    this.#awaited.set(id, awaited);
    return true;
  }

  forget(id: RpcId): void {
    this.#awaited.delete(id);
    if (this.#awaited.size === 0) this.#whenIdle?.();
  }

  asked(link: Link, request: RpcRequest): RpcRequest | null {
    return this.#questions.ask(link, request);
  }

  takenBack(link: Link, cancelled: RpcNotification): RpcNotification | null {
    return this.#questions.takenBack(link, cancelled);
  }

  withdraw(id: RpcId): void {
    this.#questions.close(id);
  }

  remember({ method, params = {} }: RpcRequest): void {
    const { level, uri } = params;
    if (method === 'logging/setLevel' && typeof level === 'string') this.#logLevel = level;
    else if (method === 'resources/subscribe' && typeof uri === 'string') this.subscriptions.add(uri);
    else if (method === 'resources/unsubscribe' && typeof uri === 'string') this.subscriptions.delete(uri);
    else return;
    this.settings.onChange(this);
  }

  notify(message: RpcMessage): void {
    if (this.#standing) return this.#standing.say(message);
    for (const gone of this.#kept.add(message)) if (isRequest(gone)) this.#questions.close(gone.id);
  }

  /** Leads the client's answer to whoever has asked; nothing happens to one that nobody waits for. */
  async answered(response: RpcResponse): Promise<void> {
    const question = this.#questions.of(response.id);
    this.#questions.close(response.id);
    if (question) await question.link.tell({ ...response, id: question.id });
  }

  /** Hands on what the client says by itself. Never rejects. */
  async heard(notification: RpcNotification): Promise<void> {
    const { method, params = {} } = notification;
    if (method === 'notifications/initialized') return;
    if (method === 'notifications/cancelled') {
      const note = params['reason'];
      return this.#awaited.get(params['requestId'] as RpcId)?.giveUp('cancelled', typeof note === 'string' ? note : undefined);
    }
    if (method === 'notifications/progress') {
      const question = this.#questions.of(params['progressToken']);
      if (question?.token !== undefined) await question.link.tell({ ...notification, params: { ...params, progressToken: question.token } });
      return;
    }
    await this.front.hear(this, notification);
  }

  /** Opens the stream on which servers say what belongs to no request, in place of the one before. */
  listen(flow: Outflow): void {
    this.#standing?.end();
    this.#standing = flow;
    flow.head({ status: 200 });
    flow.whenOver(() => {
      if (this.#standing === flow) this.#standing = undefined;
    });
    for (const message of this.#kept.take()) flow.say(message);
    void this.#attend(flow);
  }

  /** Tools may be others than before. */
  toolsChanged(): void {
    this.#kept.forget(TOOLS_CHANGED.method);
    this.notify(TOOLS_CHANGED);
  }

  onNotice(link: Link, message: RpcMessage): void {
    if (isResponse(message)) return;
    if (isRequest(message)) return this.#ask(link, message);
    if (message.method === TOOLS_CHANGED.method) return void this.#renew(link);
    const notice = message.method === 'notifications/cancelled' ? this.takenBack(link, message) : this.front.notice(this, link, message);
    if (notice) this.notify(notice);
  }

  async onOpened(link: Link): Promise<void> {
    this.settings.onChange(this);
    await this.front.restore(this, link);
    if (this.#standing) link.listen(this.#standing.signal);
  }

  /** What another process needs to go on, by configuration id. */
  states(): Record<string, LinkState> {
    const own = [...this.#links].flatMap(([id, { state }]) => (state ? [[id, state] as const] : []));
    return { ...this.settings.resume, ...Object.fromEntries(own) };
  }

  /** Ends the open stream; the client may open another one, anywhere. */
  hush(): void {
    this.#standing?.end();
  }

  /** As `leave`, once the client waits for nothing here any more. */
  async handOver(): Promise<void> {
    this.hush();
    if (this.#awaited.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    await this.leave();
  }

  /** Lets go of everything here; another process goes on with the sessions of the servers. */
  async leave(): Promise<void> {
    this.hush();
    for (const awaited of this.#awaited.values()) awaited.giveUp('stopped');
    await Promise.all(this.links().map((link) => link.leave()));
  }

  /** Ends the session and those of all servers. */
  async end(): Promise<void> {
    this.hush();
    for (const awaited of this.#awaited.values()) awaited.giveUp('left');
    await Promise.all(this.links().map((link) => link.close()));
  }

  #ask(link: Link, request: RpcRequest): void {
    const question = this.asked(link, request);
    if (question) this.notify(question);
    else void link.tell(unanswerable(request));
  }

  async #attend(flow: Outflow): Promise<void> {
    const over = new AbortController();
    flow.whenOver(() => over.abort('over'));
    for (const link of this.links()) link.listen(over.signal);
    const links = await this.front.attend(this).catch(() => []);
    for (const link of links) if (!over.signal.aborted) link.listen(over.signal);
  }

  /** Never rejects: whoever says that tools have changed is nobody who could be told that they cannot be had. */
  async #renew(link: Link): Promise<void> {
    const connected = await this.settings.known.one(this.scope, link.configurationId).catch(() => null);
    if (connected && !(await this.settings.tools.renew(connected.configuration))) this.toolsChanged();
  }
}

const TOOLS_CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' } as const;
