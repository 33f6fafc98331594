import { Client } from 'pg';

/** A statement as it was sent, with its values in the words of the protocol. */
export interface Statement {
  text: string;
  values: (string | null)[];
}

export interface DatabaseVisit {
  url: string;
  statements: Statement[];
}

/** Connects, authenticates, asks the same, and leaves, as the driver does it by default. */
export async function visitDatabase({ url, statements }: DatabaseVisit): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Without values the driver takes the simple way, as it did where the statements come from.
  for (const { text, values } of statements) await client.query(text, values.length > 0 ? values : undefined);
  await client.end();
}
