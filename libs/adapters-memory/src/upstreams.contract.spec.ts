import { isResponse, type JsonObject, type McpEra, type RpcId, type RpcMessage, Secret } from '@moorage/domain';
import { describeUpstreamsContract, type Manners, type TalkingServer } from '@moorage/test-kit';
import type { MemoryExchange } from './memory-upstream-server';
import { MemoryUpstreams } from './upstreams.memory';

const MANNERS: Record<McpEra, Manners> = {
  '2024': { era: '2024', hasSessionIds: false, standing: 'always', asks: true, givingUp: 'closes', tooLarge: 'ANSWER_TOO_LARGE' },
  '2025': { era: '2025', hasSessionIds: true, standing: 'asked', asks: true, givingUp: 'closes', tooLarge: 'ANSWER_TOO_LARGE' },
  '2026': { era: '2026', hasSessionIds: false, standing: 'none', asks: false, givingUp: 'closes', tooLarge: 'ANSWER_TOO_LARGE' },
};

for (const manners of Object.values(MANNERS)) {
  describeUpstreamsContract(`MemoryUpstreams of ${manners.era}`, async () => {
    const port = new MemoryUpstreams();
    return {
      port,
      manners,
      serve: async () => talking(port, manners.era),
      unreachable: async () => ({ target: { serverType: 'http', url: Secret.of('https://nobody.memory.test/'), headers: {}, trustedAddress: false }, code: 'HOST_NOT_FOUND' }),
      dispose: async () => undefined,
    };
  });
}

type Tool = (call: { id: RpcId; given: JsonObject; token: unknown }, exchange: MemoryExchange) => void;

function talking(upstreams: MemoryUpstreams, era: McpEra): TalkingServer {
  const noticed = { calls: 0, givenUp: 0 };
  const asked = new Map<RpcId, (result: JsonObject) => void>();
  const tools: Record<string, Tool> = {
    echo: ({ id, given }, { say }) => say(result(id, { structuredContent: given, 'x-own': { kept: [1, null] } })),
    count: ({ id, given, token }, { say }) => {
      for (let progress = 1; progress <= Number(given['to']); progress += 1) say(progressed(token, progress));
      say(result(id, {}));
    },
    ask: ({ id }, { say }) => {
      asked.set('roots', (answer) => say(result(id, { structuredContent: answer })));
      say({ jsonrpc: '2.0', id: 'roots', method: 'roots/list' });
    },
    wait: ({ token }, { say, signal }) => {
      if (token !== undefined) say(progressed(token, 1));
      signal.addEventListener('abort', () => (noticed.givenUp += 1));
    },
    large: ({ id, given }, { say }) => say(result(id, { content: [{ type: 'text', text: 'x'.repeat(Number(given['bytes'])) }] })),
    announce: ({ id }, { say, notify }) => {
      notify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      say(result(id, {}));
    },
  };
  const server = upstreams.serve({
    eras: [era],
    onMessage: (message, exchange) => {
      const { id, method, params } = message as { id: RpcId; method?: string; params?: JsonObject };
      if (isResponse(message)) return asked.get(message.id)?.(message['result'] as JsonObject);
      const tool = tools[String(params?.['name'])];
      if (method === 'initialize') return exchange.say(result(id, { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'memory', version: '1' } }));
      if (method !== 'tools/call' || !tool) return exchange.say({ jsonrpc: '2.0', id, error: { code: -32_601, message: 'no such thing' } });
      noticed.calls += 1;
      const { arguments: given = {}, _meta } = params as { arguments?: JsonObject; _meta?: JsonObject };
      tool({ id, given, token: _meta?.['progressToken'] }, exchange);
    },
  });
  return { target: server.target, openSessions: () => server.sessions.size, listening: () => server.streams, givenUp: () => noticed.givenUp, calls: () => noticed.calls, forget: () => server.forget() };
}

function result(id: RpcId, members: JsonObject): RpcMessage {
  return { jsonrpc: '2.0', id, result: members };
}

function progressed(progressToken: unknown, progress: number): RpcMessage {
  return { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress } as JsonObject };
}
