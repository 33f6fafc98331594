import type { CallOutcome, KeptUpstream, SessionEndpoint, ToolCall } from '@moorage/domain';
import { EntitySchema } from 'typeorm';
import { columns, double, flag, instant, json, key, text } from './columns';
import type { JsonColumn } from './personal-rows';

export interface SessionRow {
  id: string;
  organizationId: string;
  ownerKind: 'user' | 'api_key';
  ownerId: string;
  endpoint: SessionEndpoint;
  protocolVersion: string;
  client: JsonColumn;
  logLevel: string | null;
  subscriptions: string[];
  upstreams: Record<string, KeptUpstream>;
  instance: string;
  createdAt: Date;
  expiresAt: Date;
}

export const SessionRow = new EntitySchema<SessionRow>({
  name: 'assistant_session',
  schema: 'personal',
  tableName: 'assistant_sessions',
  columns: columns<SessionRow>({
    id: key,
    organizationId: text,
    ownerKind: text,
    ownerId: text,
    endpoint: json,
    protocolVersion: text,
    client: json,
    logLevel: text,
    subscriptions: json,
    upstreams: json,
    instance: text,
    createdAt: instant,
    expiresAt: instant,
  }),
});

export interface ToolCallRow {
  configurationId: string;
  id: string;
  organizationId: string;
  ownerKind: 'user' | 'api_key';
  ownerId: string;
  /** As in a JSON text, see `keptName`. */
  tool: string;
  outcome: CallOutcome;
  code: string | null;
  credentialsSuspected: boolean;
  via: ToolCall['via'];
  startedAt: Date;
  durationMs: number;
  traceId: string | null;
}

export const ToolCallRow = new EntitySchema<ToolCallRow>({
  name: 'tool_call',
  schema: 'personal',
  tableName: 'tool_calls',
  columns: columns<ToolCallRow>({
    configurationId: key,
    id: key,
    organizationId: text,
    ownerKind: text,
    ownerId: text,
    tool: text,
    outcome: text,
    code: text,
    credentialsSuspected: flag,
    via: text,
    startedAt: instant,
    durationMs: double,
    traceId: text,
  }),
});
