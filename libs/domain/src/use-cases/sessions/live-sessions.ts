import { failure as failureOf } from '../../errors/failures';
import { MoorageError } from '../../errors/moorage-error';
import { ownerKey, type Caller } from '../../model/caller';
import { canonicalJson } from '../../model/json';
import type { AssistantSession, SessionEndpoint } from '../../model/sessions/assistant-session';
import type { RpcRequest, RpcResponse } from '../../model/sessions/rpc';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { Ids } from '../../ports/ids.port';
import type { Log } from '../../ports/log.port';
import type { Metrics } from '../../ports/metrics.port';
import type { SessionRepo } from '../../ports/session-repo.port';
import { scopeOf } from '../personal/own-configurations';
import { ownerHeard, type ChangeHints } from './change-hints';
import type { Fronts } from './endpoint/fronts';
import { withToolNotices } from './endpoint/one-server';
import type { ServeListen } from './endpoint/serve-listen';
import type { KnownConfigurations } from './known-configurations';
import { LiveSession } from './live-session';
import { rpcResult, unreachable } from './protocol/rpc-answers';
import type { KeptUpstreams } from './servers/kept-upstreams';
import type { LinkState } from './servers/link';
import type { OpenUpstream } from './servers/open-upstream';
import type { ParkedLinks } from './servers/parked-links';
import type { SharedLinks } from './servers/shared-links';
import type { UnderWay } from './servers/under-way';
import type { ServedTools } from './tools/served-tools';
import { IDLE_MS, SessionRows } from './session-rows';
import { withinMs } from './within-ms';

const EXTEND_EVERY_MS = 15_000;
/** How long answers under way may take when the instance goes. */
const LAST_ANSWERS_MS = 6_000;
/** Of one owner, in one instance. */
const MOST_OF_OWNER = 200;
const MOST_SWEPT = 20;
/** How often a row may change hands while it is being taken. */
const MOST_ATTEMPTS = 3;

export interface SessionParts {
  repo: SessionRepo;
  kept: KeptUpstreams;
  fronts: Fronts;
  listen: ServeListen;
  shared: SharedLinks;
  parked: ParkedLinks;
  open: OpenUpstream;
  underWay: UnderWay;
  tools: ServedTools;
  known: KnownConfigurations;
  hints: ChangeHints;
  announcer: Announcer;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  /** Name of this instance. */
  instance: string;
}

export type OpenedSession = { session: LiveSession; response: RpcResponse } | { refusal: RpcResponse };
export type FoundSession = { session: LiveSession } | { elsewhere: string } | null;

/**
 * The assistant sessions that live in this instance. A session is a row; what is here is what goes on in it. Whoever has the row is the only one to change it,
 * and any instance takes it over when that one does not answer any more.
 */
export class LiveSessions {
  readonly #live = new Map<string, { session: LiveSession; stopHearing: () => void }>();
  readonly #opening = new Set<LiveSession>();
  readonly #taking = new Map<string, Promise<FoundSession>>();
  readonly #rows: SessionRows;
  readonly #stop = new AbortController();
  #quiet = false;

  constructor(private readonly parts: SessionParts) {
    this.#rows = new SessionRows(parts, (session) => this.#lost(session));
  }

  get size(): number {
    return this.#live.size;
  }

  /** Extends what is used and ends what is not, until `release`. */
  start(): void {
    void this.#rounds();
  }

  /** Answers an `initialize` with a session, or with why there is none; nothing is left of one that nobody waits for any more. Rejects where the endpoint cannot be had. */
  async open(caller: Caller, endpoint: SessionEndpoint, request: RpcRequest, signal: AbortSignal): Promise<OpenedSession> {
    const session = this.#make(this.#newRow(caller, endpoint, request), caller, {});
    this.#opening.add(session);
    try {
      await this.#makeRoom(caller);
      const opened = await this.#greeted(session, request, AbortSignal.any([signal, this.#stop.signal]));
      if ('refusal' in opened) await session.end();
      return opened;
    } catch (error) {
      await Promise.allSettled([this.end(session)]);
      throw error;
    } finally {
      this.#opening.delete(session);
    }
  }

  /** The session of this caller at this endpoint; taken over when the instance that had it is `lost` or has let go of it. */
  async find(caller: Caller, endpoint: SessionEndpoint, id: string, lost?: string): Promise<FoundSession> {
    const here = this.#live.get(id)?.session;
    if (here) return this.#used(here, caller, endpoint);
    // What somebody else finds by an id says nothing of what this caller would.
    const whose = `${caller.organizationId} ${ownerKey(scopeOf(caller).owner)} ${id}`;
    const taking = this.#taking.get(whose) ?? this.#take(caller, id, lost).finally(() => this.#taking.delete(whose));
    this.#taking.set(whose, taking);
    const found = await taking;
    return found && 'session' in found ? this.#used(found.session, caller, endpoint) : found;
  }

  /** Ends a session for good. */
  async end(session: LiveSession): Promise<void> {
    this.#drop(session.id);
    await Promise.all([this.parts.repo.remove(session.id), session.end()]);
  }

  /** Another instance goes on with it. */
  letGo(id: string, instance: string): void {
    const session = this.#live.get(id)?.session;
    if (!session || instance === this.parts.instance) return;
    this.#drop(id);
    void session.handOver();
  }

  /** Ends open streams, and opens none any more: whoever stops would wait for them for ever. Everything else goes on. */
  quieten(): void {
    this.#quiet = true;
    for (const { session } of this.#live.values()) session.hush();
    this.parts.listen.endAll();
  }

  /** Whether streams that stay open are opened elsewhere from now on. */
  get isQuiet(): boolean {
    return this.#quiet;
  }

  /** Hands all sessions over to whoever is asked next. To be called when nobody asks this instance any more. */
  async release(): Promise<void> {
    this.quieten();
    this.#stop.abort('released');
    await withinMs(this.parts.clock, LAST_ANSWERS_MS, this.parts.underWay.idle());
    const all = [...this.#live.values()].map(({ session }) => session);
    await this.#rows.settled();
    for (const { id } of all) this.#drop(id);
    await this.parts.repo.release(this.parts.instance);
    await Promise.all([...all.map((session) => session.leave()), this.parts.shared.close(), this.parts.parked.close()]);
  }

  async #greeted(session: LiveSession, request: RpcRequest, signal: AbortSignal): Promise<OpenedSession> {
    const { fronts } = this.parts;
    if (session.endpoint.kind === 'all') return this.#begin(session, rpcResult(request.id, await fronts.all.greeting(session)));
    const { connected } = await fronts.one.served(session);
    if (!connected.configuration.enabled) throw new MoorageError('CONFIGURATION_DISABLED');
    const link = session.linkTo(connected);
    const failed = await link.ready(connected, signal);
    if (failed || !link.greeting) return { refusal: unreachable(request.id, failed ?? failureOf('UNEXPECTED')) };
    return this.#begin(session, rpcResult(request.id, withToolNotices(link.greeting)));
  }

  #newRow(caller: Caller, endpoint: SessionEndpoint, { params = {} }: RpcRequest): AssistantSession {
    const { clock, ids, instance } = this.parts;
    const createdAt = clock.now();
    const common = { id: `${ids.next('session')}${ids.token(16)}`, ...scopeOf(caller), endpoint, client: params, subscriptions: [], upstreams: {}, instance };
    return { ...common, protocolVersion: String(params['protocolVersion'] ?? ''), createdAt, expiresAt: new Date(createdAt.getTime() + IDLE_MS) };
  }

  #make(row: AssistantSession, caller: Caller, resume: Record<string, LinkState>): LiveSession {
    const { fronts, open, underWay, tools, known } = this.parts;
    return new LiveSession(row, caller, { front: fronts.of(row), open, underWay, tools, known, resume, onChange: (session) => this.#changed(session) });
  }

  async #begin(session: LiveSession, response: RpcResponse): Promise<OpenedSession> {
    const upstreams = await this.parts.kept.seal(session.row, session.states());
    await this.parts.repo.insert({ ...session.row, upstreams });
    await this.#keep(session);
    return { session, response };
  }

  async #keep(session: LiveSession): Promise<void> {
    const { fronts, hints, clock } = this.parts;
    if (session.endpoint.kind === 'all') await fronts.all.served(session);
    session.lastUsedAt = clock.now().getTime();
    this.#live.set(session.id, { session, stopHearing: hints.hear((id) => session.front.concerns(session, id), ownerHeard(session), () => session.toolsChanged()) });
  }

  #used(session: LiveSession, caller: Caller, endpoint: SessionEndpoint): FoundSession {
    const { row } = session;
    if (row.organizationId !== caller.organizationId || ownerKey(row.owner) !== ownerKey(scopeOf(caller).owner)) return null;
    if (!isSame(row.endpoint, endpoint)) return null;
    session.lastUsedAt = this.parts.clock.now().getTime();
    return { session };
  }

  /** Whoever has the row may hand it over, or somebody else may take it, in between: then it is looked at again. */
  async #take(caller: Caller, id: string, lost: string | undefined, attempts = MOST_ATTEMPTS): Promise<FoundSession> {
    const { repo, kept, announcer, clock, metrics, instance } = this.parts;
    const row = await repo.find(scopeOf(caller), id);
    if (!row || row.expiresAt <= clock.now()) return null;
    if (row.instance !== '' && row.instance !== lost && row.instance !== instance) return { elsewhere: row.instance };
    const taken = await repo.take(id, row.instance, instance);
    if (!taken && attempts > 1) return this.#take(caller, id, lost, attempts - 1);
    if (!taken) throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The session is just moving from one instance to another. Try again.' });
    metrics.count('moorage_assistant_sessions_taken_total', { from: row.instance === '' ? 'handed_over' : 'lost' });
    await announcer.announce('personal.sessions.taken', { sessionId: id, instance });
    const session = this.#make(taken, caller, await kept.open(taken));
    await this.#keep(session);
    return { session };
  }

  #changed(session: LiveSession): void {
    if (this.#live.has(session.id)) this.#rows.store(session);
  }

  /** The row is gone, or somebody else's. */
  async #lost(session: LiveSession): Promise<void> {
    this.#drop(session.id);
    await session.leave();
  }

  #drop(id: string): void {
    this.#live.get(id)?.stopHearing();
    this.#live.delete(id);
  }

  /** The longest unused session of an owner who opens one after the other and ends none makes room. */
  async #makeRoom(caller: Caller): Promise<void> {
    const owner = ownerKey(scopeOf(caller).owner);
    const isTheirs = ({ row }: LiveSession) => row.organizationId === caller.organizationId && ownerKey(row.owner) === owner;
    const theirs = [...this.#live.values()].map(({ session }) => session).filter(isTheirs);
    if (theirs.length + [...this.#opening].filter(isTheirs).length <= MOST_OF_OWNER) return;
    const [oldest] = theirs.filter(({ isBusy }) => !isBusy).sort((a, b) => a.lastUsedAt - b.lastUsedAt);
    if (!oldest) throw new MoorageError('UNPROCESSABLE', { message: `More than ${MOST_OF_OWNER} assistant sessions of yours are open. End some of them first.` });
    await this.end(oldest);
  }

  async #rounds(): Promise<void> {
    const { clock, log } = this.parts;
    while (!this.#stop.signal.aborted) {
      await clock.wait(EXTEND_EVERY_MS, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      await this.#round().catch((error: unknown) => log.warn('assistant sessions could not be looked after', { reason: String(error) }));
    }
  }

  async #round(): Promise<void> {
    const { repo, clock, instance, shared, parked, log } = this.parts;
    const now = clock.now();
    await Promise.all([shared.sweep(), parked.sweep()]);
    const all = [...this.#live.values()].map(({ session }) => session);
    const idle = all.filter(({ isBusy, lastUsedAt }) => !isBusy && now.getTime() - lastUsedAt >= IDLE_MS);
    await Promise.all(idle.map((session) => this.end(session)));
    const used = all.filter((session) => this.#live.has(session.id) && (session.isBusy || now.getTime() - session.lastUsedAt < 2 * EXTEND_EVERY_MS));
    const still = new Set(used.length > 0 ? await repo.extend(instance, used.map(({ id }) => id), new Date(now.getTime() + IDLE_MS)) : []);
    await Promise.all(used.filter(({ id }) => !still.has(id)).map((session) => this.#lost(session)));
    for (const row of await repo.removeExpired(now, MOST_SWEPT)) await this.#endOrphan(row).catch((error: unknown) => log.warn('what a server keeps for an assistant session that is over could not be ended', { session: row.id, reason: String(error) }));
  }

  /** Ends what servers keep for a session whose instance is gone. */
  async #endOrphan(row: AssistantSession): Promise<void> {
    const here = this.#live.get(row.id)?.session;
    this.#drop(row.id);
    if (here) return here.end();
    for (const [id, { sessionId, ...known }] of Object.entries(await this.parts.kept.open(row))) {
      const connected = await this.parts.known.one(row, id);
      if (!connected || sessionId === undefined || connected.configuration.generation !== known.generation) continue;
      const opened = await this.parts.open.run(connected, { era: '2025', client: row.client }, { onMessage: () => undefined, signal: this.#stop.signal, resume: { ...known, id: sessionId } });
      if (!('failure' in opened)) await opened.upstream.close();
    }
  }
}

function isSame(a: SessionEndpoint, b: SessionEndpoint): boolean {
  return a.kind === b.kind && (a.kind === 'one' ? a.configurationId === (b as typeof a).configurationId : canonicalJson(a) === canonicalJson(b));
}
