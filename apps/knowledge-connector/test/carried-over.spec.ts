import { FileRoots, NativeConnectorRuntime } from '@moorage/adapters-knowledge';
import { MemoryLog } from '@moorage/adapters-memory';
import { AjvJsonSchemas } from '@moorage/adapters-node';
import { wellKnownDefinitions, type JsonObject } from '@moorage/domain';
import { EgressPolicy, GuardedHttp, GuardedSockets } from '@moorage/egress';

const policy = EgressPolicy.parse('');
const http = new GuardedHttp(policy);
const runtime = new NativeConnectorRuntime({ http, sockets: new GuardedSockets(policy), files: FileRoots.parse(''), now: () => new Date() }, new MemoryLog());
const schemas = new AjvJsonSchemas();

afterAll(() => http.close());

const specOf = (id: string) => runtime.spec({ id, type: id.startsWith('ddef_') ? 'destination' : 'source', kind: 'native', version: 1 }, { deadlineMs: 5_000 });

/** What the connector has against a configuration. */
async function faultsOf(id: string, configuration: JsonObject): Promise<string[]> {
  const report = await specOf(id);
  if ('failure' in report) return [report.failure.message];
  return schemas.faults(report.spec.connectionSpecification, configuration).map(({ message }) => message);
}

const LOGIN = { host: 'db.example.com', port: 5432, database: 'shop', username: 'reader', password: 's3cret', jdbc_url_params: '' };
const CERTIFIED = { ca_certificate: '-----BEGIN', client_certificate: '-----BEGIN', client_key: '-----BEGIN', client_key_password: '' };
const CSV = {
  ...{ filetype: 'csv', delimiter: ',', quote_char: '"', encoding: 'utf8', double_quote: true, null_values: [], strings_can_be_null: true, skip_rows_before_header: 0, skip_rows_after_header: 0 },
  ...{ header_definition: { header_definition_type: 'From CSV' }, true_values: ['y'], false_values: ['n'], inference_type: 'None', ignore_errors_on_fields_mismatch: false },
};
const FILES = { streams: [{ name: 'orders', globs: ['**/*.csv'], validation_policy: 'Emit Record', days_to_sync_if_history_is_full: 3, schemaless: false, format: CSV }], start_date: '2021-01-01T00:00:00.000000Z', delivery_method: { delivery_type: 'use_records_transfer' } };
const GITHUB = { repositories: ['octo/docs', 'octo/a*', 'octo/*'], branches: ['octo/docs/next'], start_date: '2021-03-01T00:00:00Z', max_waiting_time: 10 };
const BUCKET = { access_key_id: 'a', secret_access_key: 'b', s3_bucket_name: 'lake', s3_bucket_path: 'data_sync/test', s3_bucket_region: '', s3_endpoint: '', s3_path_format: '${NAMESPACE}/${STREAM_NAME}/', file_name_pattern: '{timestamp}' };

/** As Airbyte's forms write them, with settings that are not used here. */
const CARRIED: [string, JsonObject][] = [
  ['def_postgres', { ...LOGIN, schemas: ['public'], ssl_mode: { mode: 'prefer' }, replication_method: { method: 'Standard' }, tunnel_method: { tunnel_method: 'NO_TUNNEL' } }],
  ['def_postgres', { ...LOGIN, ssl_mode: { mode: 'verify-full', ...CERTIFIED } }],
  ['def_mysql', { ...LOGIN, port: 3306, ssl_mode: { mode: 'required' }, replication_method: { method: 'STANDARD' }, checkpoint_target_interval_seconds: 300, concurrency: 1, check_privileges: true }],
  ['def_mysql', { ...LOGIN, ssl_mode: { mode: 'verify_identity', ...CERTIFIED } }],
  ['def_s3', { ...FILES, bucket: 'lake', aws_access_key_id: 'a', aws_secret_access_key: 'b', endpoint: '', region_name: 'eu-central-1' }],
  ['def_s3', { bucket: 'lake', streams: [{ name: 'docs', globs: ['**/*.md'], format: { filetype: 'unstructured', strategy: 'auto', skip_unprocessable_files: true, processing: { mode: 'local' } } }, { name: 'lines', format: { filetype: 'jsonl' } }] }],
  ['def_sftp', { user: 'reader', host: '192.0.2.1', port: 22, credentials: { auth_method: 'SSH_PASSWORD_AUTH', auth_user_password: 'a' }, file_types: 'csv,json', folder_path: '', file_pattern: '' }],
  ['def_sftp', { user: 'reader', host: '192.0.2.1', port: 22, credentials: { auth_method: 'SSH_KEY_AUTH', auth_ssh_key: '-----BEGIN' }, folder_path: '/logs/2022', file_pattern: 'log-([0-9]{4})' }],
  ['def_github', { ...GITHUB, credentials: { option_title: 'PAT Credentials', personal_access_token: 'a' }, api_url: 'https://api.github.com/' }],
  ['def_github', { ...GITHUB, credentials: { option_title: 'OAuth Credentials', access_token: 'a', client_id: 'b', client_secret: 'c' }, api_url: '' }],
  ['def_notion', { start_date: '2021-01-01T00:00:00.000Z', credentials: { auth_type: 'token', token: 'a' } }],
  ['def_notion', { start_date: '2021-01-01T00:00:00.000Z', credentials: { auth_type: 'OAuth2.0', client_id: 'a', client_secret: 'b', access_token: 'c' } }],
  ['ddef_postgres', { ...LOGIN, schema: 'public', ssl: true, ssl_mode: { mode: 'require' }, cdc_deletion_mode: 'Hard delete', raw_data_schema: 'airbyte_internal', drop_cascade: false, unconstrained_number: true, tunnel_method: { tunnel_method: 'NO_TUNNEL' } }],
  ['ddef_s3', { ...BUCKET, format: { format_type: 'JSONL', flattening: 'No flattening', compression: { compression_type: 'No Compression' } } }],
  ['ddef_jsonl', { destination_path: '/json_data/orders' }],
];

describe("A configuration of Airbyte's connector of the same name", () => {
  it.each(CARRIED)('is taken as it is by %s (%#)', async (id, configuration) => {
    expect(await faultsOf(id, configuration)).toEqual([]);
  });

  it('is tried with every connector that has one', async () => {
    const specs = await Promise.all(wellKnownDefinitions(new Date()).map(async ({ id }) => ({ id, report: await specOf(id) })));
    const namesakes = specs.filter(({ report }) => 'spec' in report && report.spec.documentationUrl?.startsWith('https://docs.airbyte.com/'));
    expect([...new Set(CARRIED.map(([id]) => id))].sort()).toEqual(namesakes.map(({ id }) => id).sort());
  });

  it.each<[string, string, JsonObject, string[]]>([
    ['change data capture', 'def_postgres', { ...LOGIN, replication_method: { method: 'CDC', replication_slot: 'slot', publication: 'pub' } }, ['replication_method.method must be "Standard"']],
    ['an SSH tunnel', 'def_mysql', { ...LOGIN, tunnel_method: { tunnel_method: 'SSH_KEY_AUTH', tunnel_host: 'h', tunnel_port: 22, tunnel_user: 'u', ssh_key: 'k' } }, ['tunnel_method.tunnel_method must be "NO_TUNNEL"']],
    ['a binary format', 'def_s3', { bucket: 'lake', streams: [{ name: 'a', format: { filetype: 'parquet', decimal_as_float: false } }] }, ['streams.0.format.filetype must be one of "csv", "jsonl", "json", "unstructured"']],
    ['another format to write', 'ddef_s3', { ...BUCKET, format: { format_type: 'Parquet', compression_codec: 'SNAPPY' } }, ['format.format_type must be "JSONL"']],
    ['one proof under the name of another', 'def_notion', { credentials: { auth_type: 'OAuth2.0', token: 'a' } }, ['credentials.access_token is required']],
  ])('is told exactly what is not possible here: %s', async (_what, id, configuration, messages) => {
    expect(await faultsOf(id, configuration)).toEqual(messages);
  });
});
