/** A page of a personal list: newest first, continued after an id. */
export interface Listing<T extends { id: string }> {
  object: 'list';
  data: T[];
  hasMore: boolean;
  firstId?: string;
  lastId?: string;
}

/** Writes a page of stored things as the API does. */
export function listing<S, T extends { id: string }>({ items, hasMore }: { items: S[]; hasMore: boolean }, write: (item: S) => T): Listing<T> {
  const data = items.map(write);
  const first = data[0];
  const last = data.at(-1);
  return { object: 'list', data, hasMore, ...(first && { firstId: first.id }), ...(last && { lastId: last.id }) };
}
