import type { Stats } from 'node:fs';

/** `nobody` on Linux and macOS alike, as far as an id goes: no account needs to exist for it. */
const NOBODY = 65_534;

/** Whom the server process runs as, in the form `spawn` takes; empty means as ourselves. */
export type ServerUser = { uid: number; gid: number } | Record<string, never>;

/**
 * PostgreSQL refuses to run as root, so root hands over: to whoever owns a data folder that exists already,
 * else to an unprivileged user. An ordinary user stays itself.
 */
export function serverUser(existing?: Stats): ServerUser {
  if (process.getuid?.() !== 0) return {};
  return existing && existing.uid !== 0 ? { uid: existing.uid, gid: existing.gid } : { uid: NOBODY, gid: NOBODY };
}

/** The id that must own the data folder of a server run by `user`. */
export function uidOf(user: ServerUser): number {
  return user.uid ?? process.getuid?.() ?? NOBODY;
}
