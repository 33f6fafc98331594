import { join } from 'node:path';
import { Client } from 'pg';
import { testAuthority } from '@moorage/test-kit';
import { freePort, ServerFolder } from './installed-server';

const BINARIES = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const PASSWORD = 'pg-Adm1n/secret';

/** Who may log in how; the first line that fits decides. */
const HBA = `
hostssl   all tls_only 127.0.0.1/32 scram-sha-256
hostnossl all tls_only 127.0.0.1/32 reject
host      all barred   127.0.0.1/32 reject
host      all clear    127.0.0.1/32 password
host      all hashed   127.0.0.1/32 md5
host      all all      127.0.0.1/32 scram-sha-256
`;

export interface InstalledPostgres {
  port: number;
  password: string;
  /** Runs SQL as the administrator, in the database `shop`. */
  sql(text: string, database?: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** A PostgreSQL server of Debian's package, with TLS for `db.test` signed by the test authority, and one database `shop`. */
export async function installedPostgres(): Promise<InstalledPostgres> {
  const folder = new ServerFolder();
  const data = folder.folder('data');
  const { key, cert } = await (await testAuthority()).sign(['db.test']);
  folder.run(join(BINARIES, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', folder.file('password', PASSWORD), '--no-sync', '-E', 'UTF8']);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    hba_file: folder.file('hba.conf', HBA),
    ssl_cert_file: folder.file('server.crt', String(cert)),
    ssl_key_file: folder.file('server.key', String(key)),
    max_connections: '20',
    superuser_reserved_connections: '3',
    fsync: 'off',
  };
  const port = await freePort();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await folder.serve(join(BINARIES, 'postgres'), ['-D', data, '-p', String(port), ...flags], /ready to accept connections/);
  const sql = (text: string, database = 'shop') => administer(port, database, text);
  // Not among the flags, which could not be changed afterwards
  await sql('ALTER SYSTEM SET ssl = on', 'postgres');
  await sql('SELECT pg_reload_conf()', 'postgres');
  await sql('CREATE DATABASE shop', 'postgres');
  return { port, password: PASSWORD, sql, stop: () => folder.remove() };
}

async function administer(port: number, database: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password: PASSWORD, database });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows ?? [];
  } finally {
    await client.end();
  }
}
