import type { AssistantSession, ToolCall } from '@moorage/domain';
import { BUILT_AT } from './builders';

export function anAssistantSession(overrides: Partial<AssistantSession> = {}): AssistantSession {
  return {
    id: 'mcps_1',
    organizationId: 'org_alpha',
    owner: { userId: 'user_ada' },
    endpoint: { kind: 'all' },
    protocolVersion: '2025-11-25',
    client: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'assistant', version: '1.0.0' } },
    subscriptions: [],
    upstreams: {},
    instance: 'instance_a',
    createdAt: new Date(BUILT_AT),
    expiresAt: new Date(BUILT_AT.getTime() + 3_600_000),
    ...overrides,
  };
}

export function aToolCall(overrides: Partial<ToolCall> = {}): ToolCall {
  return {
    id: 'call_1',
    organizationId: 'org_alpha',
    owner: { userId: 'user_ada' },
    configurationId: 'pconf_1',
    tool: 'read_file',
    outcome: 'succeeded',
    credentialsSuspected: false,
    via: 'mcp',
    startedAt: new Date(BUILT_AT),
    durationMs: 42,
    ...overrides,
  };
}
