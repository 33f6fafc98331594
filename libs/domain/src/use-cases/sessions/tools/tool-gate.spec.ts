import { MemoryAcceptedTools } from '@moorage/adapters-memory';
import { aConfiguration, aTool, someCachedTools } from '@moorage/test-kit';
import type { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type JsonObject } from '../../../model/json';
import type { ToolPolicy } from '../../../model/sessions/tool-policy';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import { ToolGate } from './tool-gate';

/** Knows `required` and nothing else, and cannot use schemas that say so. */
class FewSchemas implements JsonSchemas {
  checks = 0;

  check(schema: JsonObject): string | null {
    this.checks += 1;
    return schema['broken'] ? 'it is broken' : null;
  }

  faults(schema: JsonObject, value: unknown, root = ''): { field: string; message: string; rule: string }[] {
    const required = (schema['required'] ?? []) as string[];
    const missing = required.filter((name) => isPlainObject(value) && !(name in value));
    return missing.map((name) => ({ field: `${root}.${name}`, message: `${root}.${name} is required`, rule: 'required' }));
  }
}

const TOOLS = ['write', 'read', 'delete'].map((name) => aTool({ name, unknown: { kept: true } }));
const entry = someCachedTools({ tools: TOOLS });
const changed = { ...entry, fingerprints: { ...entry.fingerprints, read: 'another meaning' } };
const ARGS = { path: '/a' };

function gate(policy?: ToolPolicy) {
  const [accepted, schemas] = [new MemoryAcceptedTools(), new FewSchemas()];
  const configuration = aConfiguration(policy && { tools: policy });
  return { accepted, schemas, configuration, gate: new ToolGate(accepted, schemas) };
}

const names = (policy?: ToolPolicy) => {
  const { gate: it, configuration } = gate(policy);
  return it.visible(configuration, entry).map(({ name }) => name);
};

describe('what an assistant sees', () => {
  it('is everything, verbatim and in the order of the server, without a policy', () => {
    const { gate: it, configuration } = gate();
    expect(it.visible(configuration, entry)).toEqual(TOOLS);
  });

  it.each<[string, ToolPolicy, string[]]>([
    ['what is allowed', { allow: ['read', 'write', 'gone'], onChange: 'warn' }, ['write', 'read']],
    ['nothing when nothing is allowed', { allow: [], onChange: 'warn' }, []],
    ['all but what is denied', { deny: ['write'], onChange: 'warn' }, ['read', 'delete']],
    ['not what is both allowed and denied', { allow: ['read', 'write'], deny: ['write'], onChange: 'warn' }, ['read']],
    ['held tools, too', { onChange: 'hold' }, ['write', 'read', 'delete']],
  ])('is %s', (_what, policy, expected) => {
    expect(names(policy)).toEqual(expected);
  });
});

describe('a call', () => {
  it('is let through to a tool of the list', async () => {
    const { gate: it, configuration } = gate();
    expect(await it.admit(configuration, entry, 'read', ARGS)).toBe(TOOLS[1]);
  });

  it.each<[string, ToolPolicy | undefined, string]>([
    ['there is not', undefined, 'rename'],
    ['every object has', undefined, 'constructor'],
    ['is denied', { deny: ['read'], onChange: 'warn' }, 'read'],
    ['is not among the allowed ones', { allow: ['write'], onChange: 'warn' }, 'read'],
    ['is not allowed, whether or not it is held', { allow: [], onChange: 'hold' }, 'read'],
  ])('of a tool that %s is refused', async (_what, policy, name) => {
    const { gate: it, configuration } = gate(policy);
    await expect(it.admit(configuration, entry, name, ARGS)).rejects.toMatchObject({ code: 'TOOL_NOT_FOUND', details: { tool: name } });
  });

  it('with arguments that do not fit is refused with all their faults by path', async () => {
    const { gate: it, configuration } = gate();
    const tools = [aTool({ name: 'copy', inputSchema: { type: 'object', required: ['from', 'to'] } })];
    const refusal = await it.admit(configuration, someCachedTools({ tools }), 'copy', {}).catch((error: MoorageError) => error);
    expect(refusal).toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'arguments.from' }, { field: 'arguments.to' }] } });
  });

  it.each([['a list', []], ['text', 'path=/a'], ['null', null], ['a number', 1]])('with arguments that are %s is refused', async (_what, args) => {
    const { gate: it, configuration } = gate();
    await expect(it.admit(configuration, entry, 'read', args)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { errors: [{ field: 'arguments' }] } });
  });

  it('needs no arguments where none are required', async () => {
    const { gate: it, configuration } = gate();
    const list = someCachedTools({ tools: [aTool({ name: 'ping', inputSchema: { type: 'object' } })] });
    await expect(it.admit(configuration, list, 'ping', undefined)).resolves.toMatchObject({ name: 'ping' });
  });

  it.each([
    ['that cannot be used', { broken: true, required: ['path'] }],
    ['that is none', 'anything'],
  ])('is not judged by a schema %s', async (_what, inputSchema) => {
    const { gate: it, configuration } = gate();
    const list = someCachedTools({ tools: [aTool({ name: 'ping', inputSchema })] });
    await expect(it.admit(configuration, list, 'ping', {})).resolves.toMatchObject({ name: 'ping' });
  });

  it('finds out once for a list whether a schema can be used: that may take long', async () => {
    const { gate: it, configuration, schemas } = gate();
    const list = someCachedTools({ tools: [aTool({ name: 'ping', inputSchema: { broken: true } })] });
    for (let calls = 0; calls < 3; calls += 1) await it.admit(configuration, list, 'ping', {});
    expect(schemas.checks).toBe(1);
  });
});

describe('a tool whose definition has changed', () => {
  it('can be called where changes are only marked', async () => {
    const { gate: it, configuration, accepted } = gate({ onChange: 'warn' });
    await accepted.accept('pconf_1', entry.fingerprints);
    await expect(it.admit(configuration, changed, 'read', ARGS)).resolves.toMatchObject({ name: 'read' });
  });

  it('is held where changes are held, and the refusal says what to do; others are not', async () => {
    const { gate: it, configuration, accepted } = gate({ onChange: 'hold' });
    await accepted.accept('pconf_1', entry.fingerprints);
    await expect(it.admit(configuration, changed, 'read', ARGS)).rejects.toMatchObject({ code: 'TOOL_CHANGED', message: expect.stringContaining('/tools/accept') as string, details: { tool: 'read' } });
    await expect(it.admit(configuration, changed, 'write', ARGS)).resolves.toMatchObject({ name: 'write' });
  });

  it('is held before its arguments are looked at', async () => {
    const { gate: it, configuration, accepted } = gate({ onChange: 'hold' });
    await accepted.accept('pconf_1', entry.fingerprints);
    await expect(it.admit(configuration, changed, 'read', 7)).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('can be called again once the new definition is accepted, or the old one is back', async () => {
    const { gate: it, configuration, accepted } = gate({ onChange: 'hold' });
    await accepted.accept('pconf_1', entry.fingerprints);
    await expect(it.admit(configuration, entry, 'read', ARGS)).resolves.toMatchObject({ name: 'read' });
    await accepted.accept('pconf_1', changed.fingerprints);
    await expect(it.admit(configuration, changed, 'read', ARGS)).resolves.toMatchObject({ name: 'read' });
    await expect(it.admit(configuration, entry, 'read', ARGS)).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });

  it('is compared with what it was when it was first seen, also when nobody had accepted that', async () => {
    const { gate: it, configuration } = gate({ onChange: 'hold' });
    await expect(it.admit(configuration, entry, 'read', ARGS)).resolves.toMatchObject({ name: 'read' });
    await expect(it.admit(configuration, changed, 'read', ARGS)).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
  });
});
