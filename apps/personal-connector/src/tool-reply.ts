import { instantText, type RefreshReply, type ToolListReply, type ToolReply } from '@moorage/contracts';
import { EncodedReply } from '@moorage/messaging';
import { isPlainObject, permitted, type GovernedTools, type JsonObject, type Tool, type ToolPolicy } from '@moorage/domain';

/** The documented part of lists as JSON, as long as anybody knows the list: they are long, and asked for much more often than they change. */
const written = new WeakMap<Tool[], string>();

export function toolListReply({ tools, fetchedAt, expiresAt, policy, held }: GovernedTools): EncodedReply<ToolListReply> {
  const data = policy ? JSON.stringify(governedReplies(tools, policy, held)) : (written.get(tools) ?? JSON.stringify(tools.map(toolReply)));
  if (!policy) written.set(tools, data);
  return new EncodedReply(Buffer.from(`{"object":"list","data":${data},"cachedAt":"${instantText(fetchedAt)}","expiresAt":"${instantText(expiresAt)}"}`));
}

export function refreshReply(configurationId: string, { tools, change, fetchedAt, expiresAt, held }: GovernedTools): RefreshReply {
  const { previousToolCount, newTools, removedTools, changedTools } = change;
  return {
    success: true,
    message: 'Tool cache refreshed successfully.',
    details: {
      configurationId,
      toolsDiscovered: tools.length,
      previousToolCount,
      newTools,
      removedTools,
      changedTools,
      ...(held && { heldTools: held }),
      cachedAt: instantText(fetchedAt),
      expiresAt: instantText(expiresAt),
    },
  };
}

/** Their owner sees all of them, and which of them an assistant does not see, or cannot call. */
function governedReplies(tools: Tool[], policy: ToolPolicy, held: string[] = []): ToolReply[] {
  const may = permitted(policy);
  const waiting = new Set(held);
  return tools.map((tool) => ({ ...toolReply(tool), ...(!may(tool.name) && { allowed: false }), ...(waiting.has(tool.name) && { held: true }) }));
}

/** The documented part of a definition; parts of the wrong type are left out, the server may have sent anything. */
function toolReply(tool: Tool): ToolReply {
  const text = (name: string) => (typeof tool[name] === 'string' ? { [name]: tool[name] } : {});
  const object = (name: string) => (isPlainObject(tool[name]) ? { [name]: tool[name] as JsonObject } : {});
  return { name: tool.name, ...text('title'), ...text('description'), inputSchema: { type: 'object' }, ...object('inputSchema'), ...object('outputSchema'), ...object('annotations') };
}
