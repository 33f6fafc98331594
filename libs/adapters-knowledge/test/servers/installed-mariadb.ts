import { createConnection, type ConnectionOptions } from 'mysql2';
import { testAuthority } from '@moorage/test-kit';
import { freePort, ServerFolder } from './installed-server';

const PASSWORD = 'maria-Adm1n';

export interface InstalledMariaDb {
  port: number;
  /** Runs one statement as the administrator. */
  sql(text: string, database?: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** A MariaDB server of Debian's package with a database `shop`; with TLS for `db.test` signed by the test authority, or without any. */
export async function installedMariaDb({ tls }: { tls: boolean }): Promise<InstalledMariaDb> {
  const folder = new ServerFolder();
  const data = folder.folder('data');
  folder.run('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve']);
  const { key, cert } = await (await testAuthority()).sign(['db.test']);
  const secure = [`--ssl-cert=${folder.file('server.crt', String(cert))}`, `--ssl-key=${folder.file('server.key', String(key))}`];
  const setup = folder.file('setup.sql', `CREATE USER admin@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'; GRANT ALL ON *.* TO admin@'127.0.0.1' WITH GRANT OPTION; CREATE DATABASE shop;`.replaceAll('; ', ';\n'));
  const port = await freePort();
  const settings = [`--datadir=${data}`, `--port=${port}`, `--socket=${folder.path}/socket`, `--pid-file=${folder.path}/pid`, `--init-file=${setup}`];
  await folder.serve('/usr/sbin/mariadbd', ['--no-defaults', '--bind-address=127.0.0.1', '--skip-name-resolve', '--innodb-flush-log-at-trx-commit=0', ...settings, ...(tls ? secure : ['--skip-ssl'])], /ready for connections/);
  const sql = (text: string, database = 'shop') => administer({ host: '127.0.0.1', port, user: 'admin', password: PASSWORD, database }, text);
  return { port, sql, stop: () => folder.remove() };
}

async function administer(options: ConnectionOptions, text: string): Promise<unknown> {
  const connection = createConnection(options);
  try {
    return await new Promise((resolve, reject) => connection.query(text, (error, rows) => (error ? reject(error) : resolve(rows))));
  } finally {
    connection.destroy();
  }
}
