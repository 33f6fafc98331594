import type { LoadResult } from './load';
import type { McpPlace } from './mcp-connection';
import { McpSession } from './mcp-session';
import { measured } from './rounds';

export interface OpenRequest {
  place: McpPlace;
  /** One after the other. */
  requests: number;
}

export interface HoldRequest {
  name: string;
  place: McpPlace;
  sessions: number;
}

export interface AskRequest {
  /** Whose sessions, and how many of them at once. */
  name: string;
  sessions: number;
  method: string;
  params: object;
  /** What every answer must contain. */
  contains: string;
  milliseconds: number;
}

/** No server takes longer to let sessions in. */
const PATIENCE_MS = 20_000;

/** Sessions that stay open, by the name of the side that they were opened on. */
const held = new Map<string, McpSession[]>();

/** Opens sessions and ends them again; only the opening counts. */
export function openSessions({ place, requests }: OpenRequest): Promise<LoadResult> {
  const open = async () => {
    const { session, openedMs } = await McpSession.open(place);
    await session.close();
    return openedMs;
  };
  return measured([open], (asked, elapsedMs) => asked < requests && elapsedMs < PATIENCE_MS);
}

/** Opens sessions for what follows. */
export async function holdSessions({ name, place, sessions }: HoldRequest): Promise<void> {
  const opened: McpSession[] = [];
  held.set(name, opened);
  while (opened.length < sessions) opened.push((await McpSession.open(place)).session);
}

/** Asks the same in so many sessions at once, each waiting for its answer before it asks again. */
export function askSessions({ name, sessions, method, params, contains, milliseconds }: AskRequest): Promise<LoadResult> {
  const those = (held.get(name) ?? []).slice(0, sessions);
  if (those.length < sessions) throw new Error(`${name} has ${those.length} sessions, not ${sessions}`);
  return measured(those.map((session) => () => session.ask(method, params, contains)), (_asked, elapsedMs) => elapsedMs < milliseconds);
}
