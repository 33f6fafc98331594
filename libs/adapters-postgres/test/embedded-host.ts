/**
 * A process that owns an embedded server, for tests of how such processes end. Arguments: the data folder, and what to do:
 * `stay` until a signal, then show that the database still answers and stop it; `forget` it and come to an end.
 */
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/embedded/embedded-postgres';

async function host(dataDir: string, mode: string): Promise<void> {
  const postgres = await startEmbeddedPostgres(dataDir);
  if (mode === 'stay') stayUntilInterrupted(postgres);
  process.stdout.write(`${postgres.url}\n`);
}

function stayUntilInterrupted(postgres: EmbeddedPostgres): void {
  const awake = setInterval(() => undefined, 60_000);
  process.once('SIGINT', () => {
    clearInterval(awake);
    void answers(postgres.url)
      .then(() => process.stdout.write('still answers\n'))
      .then(() => postgres.stop());
  });
}

async function answers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('SELECT 1').finally(() => client.end());
}

void host(process.argv[2] ?? '', process.argv[3] ?? 'stay');
