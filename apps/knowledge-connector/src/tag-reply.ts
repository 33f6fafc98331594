import type { TagReply } from '@moorage/contracts';
import type { Tag } from '@moorage/domain';

export function tagReply({ id, name, color, workspaceId }: Tag): TagReply {
  return { tag_id: id, name, ...(color !== undefined && { color }), workspace_id: workspaceId };
}
