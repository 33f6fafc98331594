import { KC, Knowledge } from '../support/knowledge';
import type { Suite } from '../support/suite';

const SHIPS = { stream_name: 'ships', sync_mode: 'incremental_append' };

interface Streams {
  data: { stream_name: string; property_fields: string[][] }[];
  total: number;
  cached: boolean;
  discovered_at: string;
}

let world: Knowledge;

/** How people choose what is synced, and where it goes, on a running suite. */
export function knowledgeConnectionsJourney(suite: () => Suite): void {
  beforeAll(async () => {
    world = await Knowledge.open(suite());
  });
  afterAll(() => world[Symbol.asyncDispose]());
  describe('the streams of a source', streams);
  describe('a connection', connections);
}

const bearer = (api_token: string) => ({ authenticator: { type: 'BearerAuthenticator', api_token } });
const listed = (source_id: string) => world.api.call<Streams>('GET', `${KC}/streams?source_id=${source_id}`);

function streams(): void {
  it('are discovered once, by whichever instance, and anew when the configuration changes or somebody asks for it', async () => {
    const source_id = await world.source();
    const { body: first } = await listed(source_id);
    expect(first).toMatchObject({ total: 1, cached: false, data: [{ stream_name: 'ships', sync_modes: expect.arrayContaining(['incremental_append']), default_cursor_field: ['id'], source_defined_primary_key: [['id']], property_fields: [['id'], ['name']] }] });
    for (let time = 0; time < 4; time++) expect((await listed(source_id)).body).toEqual({ ...first, cached: true });
    expect(await world.post(`/sources/${source_id}/discover`)).toMatchObject({ status: 200, body: { data: first.data, cached: false } });
    await world.api.call('PATCH', `${KC}/sources/${source_id}`, { name: 'Another name' });
    expect((await listed(source_id)).body.cached).toBe(true);
    await world.api.call('PATCH', `${KC}/sources/${source_id}`, { configuration: { request_parameters: [{ name: 'lang', value: 'en' }] } });
    expect((await listed(source_id)).body.cached).toBe(false);
  });

  it('are an upstream error, with its reason, where the source does not tell them', async () => {
    const source_id = await world.source(world.reading(bearer('pretended-wr0ng')));
    for (const answer of [await listed(source_id), await world.post(`/sources/${source_id}/discover`)]) {
      expect(answer).toMatchObject({ status: 502, body: { error: { code: 'CONNECTOR_AUTHENTICATION_FAILED', type: 'upstream_error', details: { failure: { stage: 'authenticate', hint: expect.any(String) } } } } });
      expect(JSON.stringify(answer.body)).not.toContain('pretended-wr0ng');
    }
  });
}

function connections(): void {
  it('is tested before it exists: what works, and which side and step do not', async () => {
    const [source_id, destination_id] = [await world.source(), await world.destination()];
    const configurations = { streams: [SHIPS] };
    expect(await world.post('/connections/test', { source_id, destination_id, configurations })).toMatchObject({ status: 200, body: { status: 'succeeded', message: 'Connection test passed' } });
    const closed = await world.destination(world.writing(bearer('pretended-wr0ng')));
    expect((await world.post('/connections/test', { source_id, destination_id: closed, configurations: { streams: [{ ...SHIPS, stream_name: 'boats' }] } })).body).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^The destination failed at the step authenticate: .* The choice of streams failed at the step read: .*streams\.0\.stream_name/),
      checks: expect.arrayContaining([expect.objectContaining({ side: 'source', step: 'read', status: 'succeeded' }), expect.objectContaining({ side: 'destination', step: 'authenticate', status: 'failed' }), expect.objectContaining({ side: 'streams', status: 'failed' })]),
    });
    expect((await world.api.call(`GET`, `${KC}/connections?source_id=${source_id}`)).body).toMatchObject({ data: [], total: 0 });
  });

  it('is made, validated, paused, resumed and removed', async () => {
    const [source_id, destination_id] = [await world.source(), await world.destination()];
    const made = await world.post('/connections', { source_id, destination_id, schedule: { schedule_type: 'cron', cron_expression: '0 3 * * *' }, configurations: { streams: [SHIPS] } });
    expect([made.status, made.body]).toEqual([201, { connection_id: expect.stringMatching(/^conn_/), name: 'Harbour <> Warehouse', source_id, destination_id, workspace_id: world.workspaceId, status: 'active', schedule: { schedule_type: 'cron', cron_expression: '0 3 * * *' }, configurations: { streams: [SHIPS] } }]);
    const { connection_id } = made.body;
    const one = `${KC}/connections/${String(connection_id)}`;
    expect((await world.post('/connections/validate-sync-config', { connection_id })).body).toEqual({ valid: true, errors: [] });
    expect((await world.api.call('POST', `${one}/pause`)).body).toEqual({ ...made.body, status: 'inactive' });
    expect((await world.api.call(`GET`, `${KC}/connections?source_id=${source_id}&status=inactive`)).body).toMatchObject({ total: 1 });
    expect((await world.api.call('PATCH', one, { status: 'active' })).body).toEqual(made.body);
    expect((await world.api.call('DELETE', `${KC}/sources/${source_id}`)).status).toBe(409);
    expect((await world.api.call('DELETE', one)).status).toBe(204);
    expect((await world.api.call('GET', one)).body).toMatchObject({ error: { code: 'CONNECTOR_CONNECTION_NOT_FOUND' } });
  });

  it('is told what of its streams and its schedule cannot be', async () => {
    const [source_id, destination_id] = [await world.source(), await world.destination()];
    const wrong = [{ ...SHIPS, sync_mode: 'full_refresh_overwrite' }, SHIPS, { ...SHIPS, selected_fields: [['name']] }];
    const validated = async (streams: object[]) => (await world.post('/connections/validate-sync-config', { source_id, destination_id, streams })).body;
    expect(await validated(wrong.slice(0, 1))).toEqual({ valid: false, errors: [expect.objectContaining({ field: 'streams.0.sync_mode' })] });
    expect(await validated(wrong.slice(2))).toEqual({ valid: false, errors: [expect.objectContaining({ field: 'streams.0.selected_fields', rule: 'includes' })] });
    const refused = await world.post('/connections', { source_id, schedule: { schedule_type: 'cron', cron_expression: 'daily' }, configurations: { streams: wrong } });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'CONNECTOR_INVALID_CONFIG', details: { errors: expect.arrayContaining([expect.objectContaining({ field: 'schedule.cron_expression' }), expect.objectContaining({ field: 'configurations.streams.1.stream_name', rule: 'duplicate' })]) } } } });
  });
}
