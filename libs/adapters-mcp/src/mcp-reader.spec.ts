import { MemoryLog } from '@moorage/adapters-memory';
import { Secret } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { McpReader } from './mcp-reader';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('tells the operator what is behind a failure that nobody foresaw, with the trace of whoever asked, and no secret', async () => {
  const http = new GuardedHttp(EgressPolicy.parse(''));
  http.request = () => Promise.reject(new TypeError('fell over with hunter2-hunter2'));
  const log = new MemoryLog();
  const reader = new McpReader(http, new GuardedProcesses(CommandPolicy.parse('', { variable: 'ALLOW_STDIO' })), log);
  const target = { serverType: 'http' as const, url: Secret.of('http://127.0.0.1:1/mcp'), headers: { authorization: Secret.of('Bearer hunter2-hunter2') }, trustedAddress: false };
  const { failure } = await reader.read(target, { deadlineMs: 2_000, traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
  expect(failure?.code).toBe('UNEXPECTED');
  expect(log.lines[0]).toMatchObject({ level: 'error', fields: { cause: { message: expect.stringContaining('fell over with') }, traceId: TRACE } });
  expect(JSON.stringify([log.lines, failure])).not.toContain('hunter2');
  await reader.close();
  await http.close();
});
