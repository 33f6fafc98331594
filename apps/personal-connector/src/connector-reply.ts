import { instantText, type ConnectorListReply, type ConnectorReply } from '@moorage/contracts';
import type { Connector } from '@moorage/domain';

/** A definition as callers see it: without the organization it belongs to. */
export function connectorReply({ organizationId: _, createdAt, updatedAt, ...connector }: Connector): ConnectorReply {
  return { object: 'personal_connector', ...connector, createdAt: instantText(createdAt), updatedAt: instantText(updatedAt) };
}

export function connectorListReply({ items, hasMore }: { items: Connector[]; hasMore: boolean }): ConnectorListReply {
  return listReply(items.map(connectorReply), hasMore);
}

/** The frame of a personal list. */
export function listReply<T extends { id: string }>(data: T[], hasMore: boolean) {
  const [first, last] = [data[0], data.at(-1)];
  return { object: 'list' as const, data, hasMore, ...(first && last && { firstId: first.id, lastId: last.id }) };
}
