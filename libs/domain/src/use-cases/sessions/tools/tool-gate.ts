import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import { tidy } from '../../../errors/tidy';
import type { Configuration } from '../../../model/configuration';
import { isPlainObject, type JsonObject } from '../../../model/json';
import { NO_POLICY, permitted } from '../../../model/sessions/tool-policy';
import type { Tool } from '../../../model/tool';
import type { AcceptedTools } from '../../../ports/accepted-tools.port';
import type { JsonSchemas } from '../../../ports/json-schemas.port';
import type { CachedTools } from '../../../ports/tool-cache.port';
import { standingWith } from './held-tools';

type Guarded = Pick<Configuration, 'id' | 'tools'>;

const CHANGED = 'The definition of this tool has changed, and its configuration holds such tools. Read the new definition with GET …/tools; if you trust it, accept it with POST …/tools/accept, then call again.';

/** What assistants may see and call of a configuration, and with which arguments. Lists of tools are shared: the same list is the same object, and nobody changes it. */
export class ToolGate {
  private readonly known = new WeakMap<Tool[], Map<string, Tool>>();
  /** Finding out again may take its time each time. */
  private readonly unusable = new WeakSet<JsonObject>();

  constructor(
    private readonly accepted: AcceptedTools,
    private readonly schemas: JsonSchemas,
  ) {}

  /** The definitions that assistants see, verbatim, in the order of the server. Held ones are among them: only calling those is refused. */
  visible({ tools: policy = NO_POLICY }: Guarded, { tools }: Pick<CachedTools, 'tools'>): Tool[] {
    const may = permitted(policy);
    return policy.allow || policy.deny ? tools.filter(({ name }) => may(name)) : tools;
  }

  /**
   * The definition of a tool that may be called with these arguments. Rejects with `TOOL_NOT_FOUND` when there is none or the policy leaves it
   * out, `TOOL_CHANGED` while it is held, `VALIDATION_ERROR` with every fault of the arguments as `arguments.<path>`.
   */
  async admit(configuration: Guarded, entry: CachedTools, name: string, args: unknown): Promise<Tool> {
    const { tools: policy = NO_POLICY } = configuration;
    const tool = this.named(entry.tools, name);
    if (!tool || policy.deny?.includes(name) || policy.allow?.includes(name) === false) throw new MoorageError('TOOL_NOT_FOUND', { details: { tool: tidy(name) } });
    if (policy.onChange === 'hold') await this.assertAccepted(configuration.id, entry, name);
    const faults = this.faults(tool, args);
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    return tool;
  }

  private named(tools: Tool[], name: string): Tool | undefined {
    const known = this.known.get(tools) ?? new Map(tools.map((tool) => [tool.name, tool]));
    this.known.set(tools, known);
    return known.get(name);
  }

  /** One that nobody has compared yet counts as seen for the first time: it is accepted. */
  private async assertAccepted(configurationId: string, entry: CachedTools, name: string): Promise<void> {
    const standing = standingWith(await this.accepted.read(configurationId), entry, name);
    if (standing === 'changed') throw new MoorageError('TOOL_CHANGED', { message: CHANGED, details: { tool: tidy(name) } });
    if (standing === 'new') await this.accepted.acceptNew(configurationId, { [name]: entry.fingerprints[name] ?? '' });
  }

  private faults({ inputSchema }: Tool, args: unknown = {}): FieldFault[] {
    if (!isPlainObject(args)) return [{ field: 'arguments', message: 'arguments must be an object', rule: 'type' }];
    if (!isPlainObject(inputSchema) || !this.isUsable(inputSchema as JsonObject)) return [];
    const faults = this.schemas.faults(inputSchema as JsonObject, args, 'arguments');
    const given = Object.entries(args).filter(([, value]) => value !== null);
    // Null is absent for many who write arguments: what fits without it is let through as it is.
    if (faults.length === 0 || given.length === Object.keys(args).length) return faults;
    return this.schemas.faults(inputSchema as JsonObject, Object.fromEntries(given), 'arguments').length === 0 ? [] : faults;
  }

  /** One that cannot be used checks nothing: the server will say what it does not like. */
  private isUsable(schema: JsonObject): boolean {
    if (this.unusable.has(schema)) return false;
    const usable = this.schemas.check(schema) === null;
    if (!usable) this.unusable.add(schema);
    return usable;
  }
}
