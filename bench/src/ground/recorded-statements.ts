import { connect, createServer, type AddressInfo } from 'node:net';
import type { Statement } from '../bare/database-visit';

/** Version 3.0: the message that begins a session. */
const START = 196_608;

/** What is asked of a database behind `port` while `work` goes to it through the port that it is given, in the order it is sent. */
export async function recordedStatements(port: number, work: (recordingPort: number) => Promise<unknown>): Promise<Statement[]> {
  const sent: Buffer[] = [];
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1').on('error', () => client.destroy());
    client.on('error', () => server.destroy()).on('data', (chunk: Buffer) => sent.push(chunk));
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    await work((proxy.address() as AddressInfo).port);
  } finally {
    proxy.close();
  }
  return statementsIn(Buffer.concat(sent));
}

/** Statements in what a client of PostgreSQL says on one connection. */
export function statementsIn(said: Buffer): Statement[] {
  const statements: Statement[] = [];
  for (let at = startOf(said); at + 5 <= said.length; at += 1 + said.readInt32BE(at + 1)) {
    const type = String.fromCharCode(said[at] ?? 0);
    const body = said.subarray(at + 5, at + 1 + said.readInt32BE(at + 1));
    if (type === 'Q') statements.push({ text: textAt(body, 0), values: [] });
    if (type === 'P') statements.push({ text: textAt(body, afterText(body, 0)), values: [] });
    if (type === 'B') statements.at(-1)?.values.push(...valuesIn(body));
  }
  return statements;
}

/** Where the first message with a type begins: requests for encryption and the start of the session have none. */
function startOf(said: Buffer): number {
  let at = 0;
  for (let code = 0; code !== START && at + 8 <= said.length; at += said.readInt32BE(at)) code = said.readInt32BE(at + 4);
  return at;
}

/** Behind two names stand the forms of the values, all of them text, and the values. */
function valuesIn(body: Buffer): (string | null)[] {
  const forms = afterText(body, afterText(body, 0));
  const count = forms + 2 + 2 * body.readInt16BE(forms);
  let at = count + 2;
  return Array.from({ length: body.readInt16BE(count) }, () => {
    const size = body.readInt32BE(at);
    const value = size < 0 ? null : body.toString('utf8', at + 4, at + 4 + size);
    at += 4 + Math.max(size, 0);
    return value;
  });
}

function textAt(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start));
}

function afterText(body: Buffer, start: number): number {
  return body.indexOf(0, start) + 1;
}
