import { MemoryLog } from '@moorage/adapters-memory';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { describeUpstreamsContract, serveTcp, type Manners, type TalkingServer } from '@moorage/test-kit';
import { targetOf } from '../../test/scripted-servers';
import { serve2025 } from '../../test/talking/serve-2025';
import { McpUpstreams } from './upstreams.mcp';

const OVER_HTTP: Manners = { era: '2025', hasSessionIds: true, standing: 'asked', asks: true, givingUp: 'says', tooLarge: 'ANSWER_TOO_LARGE' };

interface Running extends TalkingServer {
  close(): Promise<void>;
}

function upstreams(name: string, manners: Manners, serve: () => Promise<Running>): void {
  describeUpstreamsContract(`McpUpstreams ${name}`, async () => {
    const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
    const processes = new GuardedProcesses(CommandPolicy.parse('*', { variable: 'ALLOW_STDIO', wildcard: true }));
    const servers: Running[] = [];
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

upstreams('over Streamable HTTP with sessions', OVER_HTTP, serve2025);
