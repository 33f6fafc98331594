import { Api } from '../support/api';
import type { Suite } from '../support/suite';

const KC = '/v1/organizations/org_default/knowledge/connectors';
const MASK = '**********';
const POSTGRES = { host: 'db.example.com', port: 5432, database: 'orders', username: 'reader', password: 'pretended-secret' };

interface List {
  data: Record<string, unknown>[];
  total: number;
}
interface Source {
  source_id: string;
  configuration: Record<string, unknown>;
}

let api: Api;
let workspace_id: string;

/** What admins do with definitions, sources and destinations, on a running suite. */
export function knowledgeActorsJourney(suite: () => Suite): void {
  beforeAll(async () => {
    api = await Api.open(suite().urls, suite().apiKey);
    const { body } = await api.call<List>('GET', `${KC}/workspaces`);
    workspace_id = String(body.data[0]?.workspace_id);
  });
  describe('what can be connected', definitions);
  describe('a source from birth to end', sources);
}

const make = (body: object) => api.call<Source>('POST', `${KC}/sources`, { name: 'Orders', source_definition_id: 'def_postgres', workspace_id, ...body });

function definitions(): void {
  it('says of every native connector what it wants to be configured with', async () => {
    for (const [list, id] of [['source-definitions', 'source_definition_id'], ['destination-definitions', 'destination_definition_id']] as const) {
      const { body } = await api.call<List>('GET', `${KC}/${list}?limit=100`);
      for (const definition of body.data.filter(({ kind }) => kind === 'native')) {
        const spec = await api.call('GET', `${KC}/${list}/${String(definition[id])}/spec`);
        expect([definition[id], spec.status, spec.body.connection_specification]).toEqual([definition[id], 200, expect.objectContaining({ type: 'object', properties: expect.any(Object) })]);
      }
    }
  });

  it('takes a command of the organization, and tells who may not run it here what to do', async () => {
    const { status, body } = await api.call('POST', `${KC}/source-definitions`, { name: 'Wiki', kind: 'process', command: ['no-such-connector-anywhere'], organization_id: 'org_default' });
    expect([status, body]).toEqual([201, expect.objectContaining({ kind: 'process', release_stage: 'custom' })]);
    const one = `${KC}/source-definitions/${String(body.source_definition_id)}`;
    expect(await api.call('GET', `${one}/spec`)).toMatchObject({ status: 422, body: { error: { code: 'UNPROCESSABLE', message: expect.stringContaining('ALLOW_PROCESSES'), details: { failure: { code: 'COMMAND_NOT_ALLOWED' } } } } });
    expect(await api.call('DELETE', one)).toMatchObject({ status: 204, body: null });
    expect((await api.call('GET', one)).status).toBe(404);
  });
}

function sources(): void {
  it('is kept without showing its secret, keeps it while it stays where it is, and is gone in the end', async () => {
    const { status, body } = await make({ configuration: POSTGRES });
    expect([status, body]).toEqual([201, { source_id: expect.stringMatching(/^src_/), name: 'Orders', source_definition_id: 'def_postgres', workspace_id, source_type: 'postgres', configuration: { ...POSTGRES, password: MASK } }]);
    const one = `${KC}/sources/${body.source_id}`;
    expect(await api.call('PATCH', one, { name: 'Orders 2', configuration: { database: 'sales', password: MASK } })).toMatchObject({ status: 200, body: { name: 'Orders 2', configuration: { database: 'sales', password: MASK } } });
    expect(await api.call('PUT', one, { name: 'Orders 3', configuration: body.configuration })).toMatchObject({ status: 200, body: { name: 'Orders 3', configuration: { database: 'orders' } } });
    const moved = await api.call<{ error: object }>('PATCH', one, { configuration: { host: 'elsewhere.example.com' } });
    expect(moved).toMatchObject({ status: 400, body: { error: { code: 'CONNECTOR_INVALID_CONFIG', type: 'client_error', details: { errors: [{ field: 'configuration.password' }] } } } });
    expect(JSON.stringify([(await api.call('GET', `${KC}/sources`)).body, moved.body])).not.toContain('pretended-secret');
    expect((await api.call('DELETE', one)).status).toBe(204);
    expect((await api.call('GET', one)).status).toBe(404);
  });

  it('is not made from a configuration with faults, all of which are named', async () => {
    const { status, body } = await make({ configuration: { host: 7, port: 'pretended-secret' } });
    expect(status).toBe(400);
    const { errors } = (body as unknown as { error: { details: { errors: { field: string }[] } } }).error.details;
    expect(errors.map(({ field }) => field)).toEqual(expect.arrayContaining(['configuration.host', 'configuration.port', 'configuration.database', 'configuration.username']));
    expect(JSON.stringify(body)).not.toContain('pretended-secret');
  });
}
