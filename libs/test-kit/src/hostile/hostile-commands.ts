/** What scripts begin with: a way to read requests, and an MCP server of the 2025 era that works unless told otherwise. */
const PRELUDE = `
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
const tool = { name: 'one', inputSchema: { type: 'object' } };
const working = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'hostile', version: '6.6.6' } }),
  'tools/list': () => ({ tools: [tool] }),
};
const serve = (methods = {}, unknown = (id) => say({ id, error: { code: -32601, message: 'hidden' } })) =>
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    const answer = { ...working, ...methods }[method];
    if (answer && id !== undefined) { const result = answer(params, id); if (result) say({ id, result }); }
    else if (id !== undefined) unknown(id);
  });
const stay = () => setInterval(() => undefined, 1000);
`;

const script = (body: string) => [process.execPath, '-e', PRELUDE + body];

/** Commands that are no MCP server, or break as one: argument vectors, to be run as they are. */
export const hostileCommands = {
  missing: ['no-such-command-here'],
  notExecutable: ['/'],
  endsAtOnce: script("console.error('Error: no configuration'); process.exit(3)"),
  killsItself: script("process.kill(process.pid, 'SIGKILL'); stay()"),
  printsItsUsage: script("console.log('usage: server [stdio|http]')"),
  printsForEver: script("setInterval(() => console.log('still here'), 0)"),
  endlessLine: script("const more = () => { while (process.stdout.write(' '.repeat(65536))); process.stdout.once('drain', more); }; more()"),
  endlessNotices: script("const more = () => { while (process.stdout.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { data: ' '.repeat(65536) } }) + '\\n')); process.stdout.once('drain', more); }; more()"),
  endlessComplaints: script("const more = () => { while (process.stderr.write('x'.repeat(65536))); process.stderr.once('drain', more); }; more()"),
  silent: script('process.stdin.resume(); stay()'),
  deaf: script('process.stdin.destroy(); stay()'),
  mute: script('process.stdout.end(); process.stdin.resume(); stay()'),
  listensElsewhere: script("console.log('Listening on port 3000'); process.stdin.resume(); stay()"),
  answersOthers: script("serve({ initialize: () => void say({ id: 'other', result: {} }) })"),
  answersWithErrors: script("serve({ initialize: (_, id) => void say({ id, error: { code: -32000, message: 'hidden' } }) })"),
  answersWithAScalar: script('serve({ initialize: () => 42 })'),
  answersNonsense: script("serve({ initialize: () => ({ hello: 'world' }) })"),
  endsAfterTheHandshake: script("serve({ 'tools/list': () => process.exit(9) })"),
  silentToolList: script("serve({ 'tools/list': () => undefined })"),
  emptyToolList: script("serve({ 'tools/list': () => ({ tools: [] }) })"),
  /** Repeats what it was told in confidence wherever it can. */
  echoesItsEnvironment: script("console.error(JSON.stringify(process.env)); for (const each of Object.values(process.env)) console.error(each, encodeURIComponent(each), Buffer.from('u:' + each).toString('base64')); process.exit(1)"),
} satisfies Record<string, string[]>;

export type HostileCommand = keyof typeof hostileCommands;

/** Commands that work, in their way: each has one tool. */
export const oddCommands = {
  greetsOnTheWrongStream: script("console.log('Welcome!\\n\\n{\"level\":\"info\"}'); serve()"),
  endsOnUnknownRequests: script('serve({}, () => process.exit(1))'),
  startsSlowly: script('setTimeout(serve, 2500)'),
  ignoresUnknownRequests: script('serve({}, () => undefined)'),
  answersUnknownRequestsToNobody: script("serve({}, () => say({ id: null, error: { code: -32600, message: 'hidden' } }))"),
  asksFirst: script("serve({ initialize: (params) => (say({ id: 0, method: 'ping' }), say({ id: 'a', method: 'roots/list' }), working.initialize(params)) })"),
  answersInBatches: script("serve({ initialize: (params, id) => void process.stdout.write(JSON.stringify([{ jsonrpc: '2.0', id, result: working.initialize(params) }]) + '\\r\\n') })"),
} satisfies Record<string, string[]>;

export type OddCommand = keyof typeof oddCommands;
