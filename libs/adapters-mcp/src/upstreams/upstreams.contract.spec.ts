import { MemoryLog } from '@moorage/adapters-memory';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { describeUpstreamsContract, serveTcp, type Manners } from '@moorage/test-kit';
import { targetOf } from '../../test/scripted-servers';
import type { RunningTalk } from '../../test/talking/running-talk';
import { serve2024 } from '../../test/talking/serve-2024';
import { serve2025 } from '../../test/talking/serve-2025';
import { serve2026 } from '../../test/talking/serve-2026';
import { serveCommand } from '../../test/talking/serve-command';
import { McpUpstreams } from './upstreams.mcp';

const OF_2025: Manners = { era: '2025', hasSessionIds: true, standing: 'asked', asks: true, givingUp: 'says', tooLarge: 'ANSWER_TOO_LARGE' };
const OF_2026: Manners = { era: '2026', hasSessionIds: false, standing: 'none', asks: false, givingUp: 'closes', tooLarge: 'ANSWER_TOO_LARGE' };
const OF_2024: Manners = { ...OF_2025, era: '2024', hasSessionIds: false, standing: 'always' };
const COMMAND_OF_2025: Manners = { ...OF_2025, hasSessionIds: false, standing: 'always', tooLarge: 'OUTPUT_TOO_LARGE' };
const COMMAND_OF_2026: Manners = { ...OF_2026, tooLarge: 'OUTPUT_TOO_LARGE' };

function upstreams(name: string, manners: Manners, serve: () => Promise<RunningTalk>): void {
  describeUpstreamsContract(`McpUpstreams ${name}`, async () => {
    const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
    const processes = new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW_STDIO', wildcard: true }));
    const servers: RunningTalk[] = [];
    return {
      port: new McpUpstreams(http, processes, new MemoryLog()),
      manners,
      serve: async () => {
        const server = await serve();
        servers.push(server);
        return server;
      },
      unreachable: async () => {
        const server = await serveTcp(() => undefined);
        await server.close();
        return { target: targetOf(server), code: 'CONNECTION_REFUSED' };
      },
      dispose: async () => {
        await processes.close();
        http.close();
        await Promise.all(servers.map((server) => server.close()));
      },
    };
  });
}

upstreams('over Streamable HTTP with sessions', OF_2025, serve2025);
upstreams('over Streamable HTTP of 2026', OF_2026, serve2026);
upstreams('over HTTP+SSE', OF_2024, serve2024);
upstreams('to a command of 2025', COMMAND_OF_2025, () => serveCommand('2025'));
upstreams('to a command of 2026', COMMAND_OF_2026, () => serveCommand('2026'));
