/** Where the knowledge connectors of an organization are. */
export const KNOWLEDGE_PATH = '/v1/organizations/{organization_id}/knowledge/connectors';

/** Members may look; what changes something, or probes networks, is for admins. */
export const KNOWLEDGE_READ = { scopes: ['knowledge:read'] } as const;
export const KNOWLEDGE_WRITE = { scopes: ['knowledge:write'], role: 'admin' } as const;
export const KNOWLEDGE_TEST = { scopes: ['knowledge:test'], role: 'admin' } as const;
