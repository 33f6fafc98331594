/** A talking server on standard input and output, of the era of its second argument. What it notices goes into the file of its first, a word on each line. */
import { appendFileSync } from 'node:fs';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { talking2025 } from './talking-2025';
import { talking2026 } from './talking-2026';

const [file = '', era] = process.argv.slice(2);
const notice = (what: string) => appendFileSync(file, `${what}\n`);

notice(`started ${process.pid}`);
if (era === '2026') serveStdio(() => talking2026(notice, (server) => server.sendToolListChanged()), { legacy: 'reject' });
else void talking2025(notice).connect(new StdioServerTransport());
