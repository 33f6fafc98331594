import { actorFailure, type ActorFailure } from '../../../errors/actor-failures';
import type { Stream } from '../../../model/knowledge/connection';
import { fieldPaths } from '../../../model/knowledge/stream-fields';

/** Whatever part of a catalog is asked for has to fit into one message of 8 MiB. */
export const CATALOG_LIMITS = { streams: 5_000, bytes: 5 * 1024 * 1024 } as const;

/** Why a catalog cannot be kept and told, or `null`. */
export function catalogTooLarge(streams: Stream[]): ActorFailure | null {
  const { streams: most, bytes } = CATALOG_LIMITS;
  if (streams.length > most) return actorFailure('CATALOG_TOO_LARGE', { limit: `${most} streams` });
  let size = 0;
  for (const stream of streams) {
    size += byteLength(stream) + byteLength(fieldPaths(stream.jsonSchema));
    if (size > bytes) return actorFailure('CATALOG_TOO_LARGE', { limit: `${bytes / 1024 / 1024} MiB` });
  }
  return null;
}

function byteLength(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
