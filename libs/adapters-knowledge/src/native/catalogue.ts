import type { NativeDestination, NativeSource } from './native-connector';

/**
 * How a connector is loaded: on first use, with what it needs, and never when nobody uses it:
 * `def_x: async () => (await import('../sources/x/index.js')).x`. It is Node itself that imports, and Node wants the whole name of the file.
 */
export const NATIVE_SOURCES: Readonly<Record<string, () => Promise<NativeSource>>> = {
  def_files: async () => (await import('../sources/files/index.js')).filesSource,
  def_git: async () => (await import('../sources/git/index.js')).gitSource,
  def_github: async () => (await import('../sources/github/index.js')).githubSource,
  def_http_api: async () => (await import('../sources/http-api/index.js')).httpApiSource,
  def_mysql: async () => (await import('../sources/mysql/index.js')).mysqlSource,
  def_notion: async () => (await import('../sources/notion/index.js')).notionSource,
  def_postgres: async () => (await import('../sources/postgres/index.js')).postgresSource,
  def_s3: async () => (await import('../sources/s3/index.js')).s3Source,
  def_sftp: async () => (await import('../sources/sftp/index.js')).sftpSource,
  def_web: async () => (await import('../sources/web/index.js')).webSource,
};

export const NATIVE_DESTINATIONS: Readonly<Record<string, () => Promise<NativeDestination>>> = {
  ddef_http: async () => (await import('../destinations/http/index.js')).httpDestination,
  ddef_jsonl: async () => (await import('../destinations/jsonl/index.js')).jsonlDestination,
  ddef_postgres: async () => (await import('../destinations/postgres/index.js')).postgresDestination,
  ddef_s3: async () => (await import('../destinations/s3/index.js')).s3Destination,
};
