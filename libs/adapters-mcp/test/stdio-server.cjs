/**
 * An MCP server on standard input and output that is as the script in its folder says, of the era of its second argument. It is
 * written by hand so that it starts as fast as Node does. What it notices goes into a file beside the script.
 */
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const [folder, era] = process.argv.slice(2);
const { serverName: name, serverVersion: version, ttlMs, fault, tools, pages = 1 } = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8'));
const notice = (what) => appendFileSync(join(folder, 'noticed'), `${what}\n`);

function page(cursor) {
  if (fault === 'endless_pages') return { tools: cursor ? [] : tools, nextCursor: 'again' };
  const all = fault === 'no_tools' ? [] : fault === 'duplicate_tools' ? [...tools, ...tools.slice(0, 1)] : tools;
  const size = Math.max(1, Math.ceil(all.length / pages));
  const start = Number(cursor ?? 0);
  const end = start + size;
  return { tools: all.slice(start, end), ...(end < all.length && { nextCursor: String(end) }) };
}

const methods2025 = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name, version } }),
  'tools/list': ({ cursor }) => page(cursor),
  'tools/call': () => (notice('executed'), { content: [] }),
};

const _meta = { 'io.modelcontextprotocol/serverInfo': { name, version } };
const cached = { ttlMs: ttlMs ?? 0, cacheScope: 'private', resultType: 'complete', _meta };
const methods2026 = {
  'server/discover': () => ({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ...cached }),
  'tools/list': ({ cursor, _meta: { traceparent } }) => (notice(`trace ${traceparent}`), { ...page(cursor), ...cached }),
  'tools/call': () => (notice('executed'), { content: [], resultType: 'complete', _meta }),
};

const methods = era === '2025' ? methods2025 : methods2026;

notice(`started ${process.pid}`);
if (fault === 'unauthorized') {
  console.error(`401 Unauthorized: the token ${process.env.API_TOKEN} was refused`);
  process.exit(1);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params = {} } = JSON.parse(line);
  notice('request');
  if (fault === 'silent' || id === undefined) return;
  const answer = Object.hasOwn(methods, method) ? { result: methods[method](params) } : { error: { code: -32_601, message: 'Method not found' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
});
