import { ERA_DOUBTS, FAILURE_STAGES, type FailureCode, type McpEra, type ServerType, type StageTimings, type ToolListing } from '@moorage/domain';

/** The eras that may be spoken over a transport, in the order in which an unknown server is asked. */
export const ERAS: Readonly<Record<ServerType, readonly McpEra[]>> = { http: ['2026', '2025', '2024'], sse: ['2024'], stdio: ['2026', '2025'] };

/** How a server that takes no POST at its address refuses one: it may be one of those that are reached over HTTP+SSE. */
const NO_POST = new Set<FailureCode>(['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'REQUEST_REFUSED']);

/** Failures of a GET that say more about the server than that it refused a POST. */
const TELLING = new Set<FailureCode>(['HTML_PAGE', 'AUTHENTICATION_REQUIRED', 'AUTHENTICATION_FAILED', 'ACCESS_DENIED', 'PERMISSION_DENIED', 'RATE_LIMITED_BY_SERVER', 'MESSAGES_ELSEWHERE', 'CANCELLED']);

/** Whether a try in this era is worth its time after what others have shown: HTTP+SSE only where no POST was taken, and then at once where none ever is. */
export function mayHelp(era: McpEra, tries: ToolListing[]): boolean {
  const codes = tries.flatMap(({ failure: reason }) => reason?.code ?? []);
  if (era === '2024') return codes.every((code) => NO_POST.has(code));
  return era === '2026' || tries.length !== 1 || codes[0] !== 'METHOD_NOT_ALLOWED';
}

/**
 * Of what two tries have found, what tells more. A server that was recognised is believed. Of two tries that failed, the one that came
 * further; of two that came equally far, the later. A failure that has nothing to do with the era is believed, too: the doubt about
 * the first try must not hide it. Over HTTP+SSE, which hardly any server speaks, that is true of few.
 */
export function telling(first: ToolListing, second: ToolListing, era: McpEra): ToolListing {
  if (!second.failure || second.era) return second;
  if (era === '2024') return TELLING.has(second.failure.code) ? second : first;
  return isDoubtful(second) && rank(first) > rank(second) ? first : second;
}

/** Whether a server that was not recognised may be one of another era. */
export function isDoubtful({ failure: reason, era }: ToolListing): boolean {
  return reason !== undefined && era === undefined && ERA_DOUBTS.has(reason.code);
}

function rank({ failure: reason }: ToolListing): number {
  return reason ? FAILURE_STAGES.indexOf(reason.stage) : FAILURE_STAGES.length;
}

/** What was opened for a try stays open for the next, so these stages are those of all tries together. */
function openingOf({ timings: { dnsMs, connectMs, tlsMs } }: ToolListing): StageTimings {
  return present({ dnsMs, connectMs, tlsMs });
}

function stagesOf({ timings: { handshakeMs, listToolsMs } }: ToolListing): StageTimings {
  return present({ handshakeMs, listToolsMs });
}

function present(values: { [name in keyof StageTimings]: number | undefined }): StageTimings {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The timings of several tries, of which one is told of. */
export function timingsOf(tries: ToolListing[], told: ToolListing): StageTimings {
  return { ...(Object.assign({}, ...tries.map(openingOf)) as StageTimings), ...stagesOf(told) };
}
