import type { KnowledgePage } from '@moorage/contracts';
import type { OffsetPage } from '@moorage/domain';

/** The part of a knowledge list that is asked for, in full. */
export function pageOf({ limit = 20, offset = 0 }: KnowledgePage): { limit: number; offset: number } {
  return { limit, offset };
}

/** Writes a page of stored things in the frame of a knowledge list. */
export function knowledgeList<Stored, Shown>({ items, total }: OffsetPage<Stored>, page: KnowledgePage, write: (item: Stored) => Shown) {
  const { limit, offset } = pageOf(page);
  return { data: items.map(write), total, limit, offset, has_more: offset + items.length < total };
}
