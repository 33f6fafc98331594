// The floor under personal-connector: the NATS client and prepared statements, and nothing between them.
import type { Msg } from 'nats';
import { Pool } from 'pg';
import { serveWorks } from '../ground/worker';
import { CONFIGURATION, TOOLS } from './statements';
import { connectNats, SUBJECTS, type Ground } from './ground';

interface ConfigurationRow {
  createdAt: Date;
  updatedAt: Date;
  lastSyncAt: Date | null;
}

interface ToolsRow {
  tools: string;
  fetchedAt: Date;
  expiresAt: Date;
}

serveWorks({ start });

async function start({ natsUrl, databaseUrl }: Ground): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const nats = await connectNats(natsUrl);
  const serve = (subject: string, answer: (values: string[]) => Promise<string>) =>
    nats.subscribe(subject, { queue: 'floor', callback: (_error, message) => void respond(message, answer) });
  serve(SUBJECTS.configuration, async (values) => configuration((await pool.query<ConfigurationRow>({ ...CONFIGURATION, values })).rows[0]));
  serve(SUBJECTS.tools, async (values) => tools((await pool.query<ToolsRow>({ ...TOOLS, values })).rows[0]));
  await nats.flush();
}

async function respond(message: Msg, answer: (values: string[]) => Promise<string>): Promise<void> {
  const values = JSON.parse(Buffer.from(message.data).toString()) as string[];
  message.respond(Buffer.from(await answer(values)));
}

function configuration(row: ConfigurationRow | undefined): string {
  if (!row) throw new Error('there is no such configuration');
  const { createdAt, updatedAt, lastSyncAt, ...rest } = row;
  return JSON.stringify({ object: 'personal_connector.configuration', ...rest, lastSyncAt: instant(lastSyncAt), createdAt: instant(createdAt), updatedAt: instant(updatedAt) });
}

/** The definitions go through as the text that they are stored as. */
function tools(row: ToolsRow | undefined): string {
  if (!row) throw new Error('there are no cached tools');
  return `{"object":"list","data":${row.tools},"cachedAt":"${instant(row.fetchedAt)}","expiresAt":"${instant(row.expiresAt)}"}`;
}

function instant(time: Date | null | undefined): string | undefined {
  return time ? `${time.toISOString().slice(0, 19)}Z` : undefined;
}
