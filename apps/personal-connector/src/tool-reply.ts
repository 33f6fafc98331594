import { instantText, type RefreshReply, type ToolListReply, type ToolReply } from '@moorage/contracts';
import { isPlainObject, type CachedTools, type JsonObject, type Tool } from '@moorage/domain';

export function toolListReply(entry: CachedTools): ToolListReply {
  return { object: 'list', data: entry.tools.map(toolReply), cachedAt: instantText(entry.fetchedAt), expiresAt: instantText(entry.expiresAt) };
}

export function refreshReply(configurationId: string, { tools, change, fetchedAt, expiresAt }: CachedTools): RefreshReply {
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
      cachedAt: instantText(fetchedAt),
      expiresAt: instantText(expiresAt),
    },
  };
}

/** The documented part of a definition; parts of the wrong type are left out, the server may have sent anything. */
function toolReply(tool: Tool): ToolReply {
  const text = (name: string) => (typeof tool[name] === 'string' ? { [name]: tool[name] } : {});
  const object = (name: string) => (isPlainObject(tool[name]) ? { [name]: tool[name] as JsonObject } : {});
  return { name: tool.name, ...text('title'), ...text('description'), inputSchema: { type: 'object' }, ...object('inputSchema'), ...object('outputSchema'), ...object('annotations') };
}
