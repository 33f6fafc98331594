import type { AcceptedTools } from '../../ports/accepted-tools.port';
import type { Announcer } from '../../ports/announcer.port';
import type { CallLog } from '../../ports/call-log.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import type { Ids } from '../../ports/ids.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import type { Log } from '../../ports/log.port';
import type { Metrics } from '../../ports/metrics.port';
import type { SessionRepo } from '../../ports/session-repo.port';
import type { ToolCache } from '../../ports/tool-cache.port';
import type { Upstreams } from '../../ports/upstreams.port';
import type { Vault } from '../../ports/vault.port';
import type { OpenTarget } from '../personal/open-target';
import type { ShareFetch } from '../personal/share-fetch';
import { ChangeHints } from './change-hints';
import { AllServers } from './endpoint/all-servers';
import { CollectList } from './endpoint/collect-list';
import { Fronts } from './endpoint/fronts';
import { OneServer } from './endpoint/one-server';
import { ServeListen } from './endpoint/serve-listen';
import { Translators } from './eras/translators';
import { ExchangeMessages } from './exchange-messages';
import { HearChanges } from './hear-changes';
import { KnownConfigurations } from './known-configurations';
import { LiveSessions } from './live-sessions';
import { KeptUpstreams } from './servers/kept-upstreams';
import { KnownEras } from './servers/known-eras';
import { OpenUpstream } from './servers/open-upstream';
import { ParkedLinks } from './servers/parked-links';
import { PassOn } from './servers/pass-on';
import { SharedLinks } from './servers/shared-links';
import { UnderWay } from './servers/under-way';
import { CallServedTool } from './tools/call-served-tool';
import { CallTool } from './tools/call-tool';
import { DoubtCredentials } from './tools/doubt-credentials';
import { ListServedTools } from './tools/list-served-tools';
import { RecordCalls } from './tools/record-calls';
import { ServedTools } from './tools/served-tools';
import { ToolGate } from './tools/tool-gate';

/** How long assistants wait. */
export interface SessionSettings {
  /** Milliseconds that opening a way to a server may take. */
  deadlineMs: number;
  /** Milliseconds that a list waits for one server. */
  listDeadlineMs: number;
  /** Milliseconds that a server may be silent while an assistant waits for its answer. */
  callDeadlineMs: number;
}

/** One adapter for every port that serving assistants takes. */
export interface SessionPorts {
  configs: ConfigRepo;
  connectors: ConnectorRepo;
  cache: ToolCache;
  calls: CallLog;
  accepted: AcceptedTools;
  sessions: SessionRepo;
  upstreams: Upstreams;
  vault: Vault;
  schemas: JsonSchemas;
  announcer: Announcer;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  settings: SessionSettings;
  /** Name of this instance: lower-case letters and digits. */
  instance: string;
}

/** What serves assistants in one instance. */
export interface AssistantSessions {
  exchange: ExchangeMessages;
  live: LiveSessions;
  changes: HearChanges;
  callTool: CallTool;
  calls: RecordCalls;
}

/** Puts together what serves assistants: it has state of its own, so there is one of each in an instance. */
export function assistantSessions(ports: SessionPorts, openTarget: OpenTarget, share: ShareFetch): AssistantSessions {
  const { clock, ids, instance, metrics, settings, configs } = ports;
  const known = new KnownConfigurations(configs, ports.connectors, clock);
  const tools = new ServedTools(ports.cache, share, { clock, listDeadlineMs: settings.listDeadlineMs });
  const underWay = new UnderWay(clock, settings.callDeadlineMs);
  const open = new OpenUpstream(openTarget, ports.upstreams, new KnownEras(), new Translators({ clock, ids, instance }), { clock, deadlineMs: settings.deadlineMs });
  const hints = new ChangeHints();
  const shared = new SharedLinks(clock);
  const parked = new ParkedLinks();
  const calls = new RecordCalls(ports.calls, clock, ports.log);
  const gate = new ToolGate(ports.accepted, ports.schemas);
  const passOn = new PassOn(underWay);
  const listed = new ListServedTools(tools, gate, clock);
  const call = new CallServedTool(gate, passOn, calls, new DoubtCredentials(configs, clock), { clock, ids, metrics });
  const listen = new ServeListen(hints, tools, clock);
  const lists = new CollectList({ clock, listDeadlineMs: settings.listDeadlineMs });
  const fronts = new Fronts(new OneServer(known, listed, call, passOn, listen), new AllServers(known, listed, call, passOn, lists, listen));
  const live = new LiveSessions({ repo: ports.sessions, kept: new KeptUpstreams(ports.vault), fronts, listen, shared, parked, open, underWay, tools, known, hints, announcer: ports.announcer, clock, ids, log: ports.log, metrics, instance });
  metrics.gauge('moorage_assistant_sessions', {}, () => live.size);
  metrics.gauge('moorage_server_exchanges_in_flight', {}, () => underWay.size);
  const given = { open, shared, parked, underWay, instance };
  return { exchange: new ExchangeMessages(live, fronts, given), live, changes: new HearChanges(known, tools, hints), callTool: new CallTool(known, listed, call, given), calls };
}
