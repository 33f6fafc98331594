import { MoorageError } from '../../../errors/moorage-error';
import type { Tag } from '../../../model/knowledge/workspace';

/** The tag, or `CONNECTOR_TAG_NOT_FOUND`; what another organization has does not exist. */
export function presentTag(tag: Tag | null): Tag {
  if (!tag) throw new MoorageError('CONNECTOR_TAG_NOT_FOUND');
  return tag;
}
