// A source on the Airbyte CDK of the registry: ships of a loopback HTTP API, read incrementally by their `id`. A token is good once when the harbour hands out the next one.
const { AirbyteSourceBase, AirbyteSourceLogger, AirbyteSourceRunner, AirbyteSpec, AirbyteStreamBase } = require('faros-airbyte-cdk');

const SPEC = {
  documentationUrl: 'https://docs.example.test/harbour',
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    title: 'Harbour',
    required: ['url', 'token'],
    properties: { url: { type: 'string' }, token: { type: 'string', airbyte_secret: true } },
  },
};

async function shipsOf({ url, token }, after = 0) {
  const response = await fetch(`${url}/ships?after=${after}`, { headers: { authorization: `Bearer ${token}` } }).catch((error) => {
    throw new Error(`Cannot reach ${url}: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw new Error(`HTTP ${response.status} from ${url} for the token ${token}`);
  const next = response.headers.get('x-next-token');
  if (next) replaceBy({ url, token: next });
  return response.json();
}

function replaceBy(config) {
  console.log(JSON.stringify({ type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: Date.now(), connectorConfig: { config } } }));
}

class Ships extends AirbyteStreamBase {
  constructor(config, logger) {
    super(logger);
    this.config = config;
  }

  get name() {
    return 'ships';
  }

  get primaryKey() {
    return 'id';
  }

  get cursorField() {
    return 'id';
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } };
  }

  async *readRecords(syncMode, _cursorField, _slice, state) {
    yield* await shipsOf(this.config, syncMode === 'incremental' ? state?.cutoff : 0);
  }

  getUpdatedState(state, { id }) {
    return { cutoff: Math.max(state.cutoff ?? 0, id) };
  }
}

class Harbour extends AirbyteSourceBase {
  get type() {
    return 'harbour';
  }

  async spec() {
    return new AirbyteSpec(SPEC);
  }

  async checkConnection(config) {
    return shipsOf(config).then(() => [true, undefined], (error) => [false, error]);
  }

  streams(config) {
    return [new Ships(config, this.logger)];
  }
}

const logger = new AirbyteSourceLogger();
void new AirbyteSourceRunner(logger, new Harbour(logger)).mainCommand().parseAsync(process.argv);
