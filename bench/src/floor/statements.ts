const OWN = 'id = $1 AND organization_id = $2 AND owner_kind = $3 AND owner_id = $4';

/** A configuration in the shape of the answer, but for its times. */
export const CONFIGURATION = {
  name: 'configuration',
  text: `SELECT id, organization_id AS "organizationId", owner_id AS "userId", personal_connector_id AS "personalConnectorId", name, configuration, enabled,
    health_status AS "healthStatus", credentials_type AS "credentialType", last_sync_at AS "lastSyncAt", created_at AS "createdAt", updated_at AS "updatedAt"
    FROM personal.configurations WHERE ${OWN}`,
};

export const TOOLS = {
  name: 'tools',
  text: `SELECT tool_caches.tools::text, fetched_at AS "fetchedAt", expires_at AS "expiresAt"
    FROM personal.tool_caches JOIN personal.configurations ON id = configuration_id WHERE ${OWN} AND enabled`,
};

export const KEY = {
  name: 'key',
  text: 'SELECT organization_id AS "organizationId", user_id AS "userId" FROM edge.api_keys WHERE hash = $1',
};
