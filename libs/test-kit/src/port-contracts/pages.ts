interface Page {
  items: { id: string }[];
  hasMore: boolean;
}

/** Ends of ids whose order as plain strings differs from the order of most database collations. */
export const UNSORTED = ['b', 'A', '_c', '1', 'Z', 'z9', 'a'] as const;

/** Walks a list from page to page, each after the last id of the one before, and answers the ids page by page. */
export async function walk(list: (after?: string) => Promise<Page>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | undefined; pages.length < 50; ) {
    const { items, hasMore } = await list(after);
    pages.push(items.map(({ id }) => id));
    after = items.at(-1)?.id;
    if (!hasMore || after === undefined) return pages;
  }
  return pages;
}

export const ascending = (ids: string[]): string[] => [...ids].sort((a, b) => (a < b ? -1 : 1));
export const descending = (ids: string[]): string[] => ascending(ids).reverse();

/** Cuts a list into pages of `size`. */
export function cut(ids: string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, page) => ids.slice(page * size, (page + 1) * size));
}
