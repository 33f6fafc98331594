import { instantText, type CheckListReply, type CheckReply, type TestReply } from '@moorage/contracts';
import type { Check, TestResult } from '@moorage/domain';
import { listReply } from './connector-reply';

const HEALTHY = 'Connection successful. MCP server is responding correctly.';

/** The answer to a test: what is known of the server, and why it fails when it does. */
export function testReply({ check, serverType, serverUrl }: TestResult): TestReply {
  const { status, failure, responseTimeMs, timings, protocolVersion, serverVersion, toolCount } = check;
  return {
    status,
    message: failure?.message ?? HEALTHY,
    details: {
      ...(serverUrl !== undefined && { serverUrl }),
      serverType,
      responseTimeMs,
      ...(serverVersion !== undefined && { serverVersion }),
      ...(toolCount !== undefined && { availableTools: toolCount }),
      timings,
      ...(protocolVersion !== undefined && { protocolVersion }),
      ...(failure && { failure }),
    },
    testedAt: instantText(check.at),
  };
}

export function checkListReply({ items, hasMore }: { items: Check[]; hasMore: boolean }): CheckListReply {
  return listReply(items.map(checkReply), hasMore);
}

function checkReply({ configurationId: _, at, toolCount, ...check }: Check): CheckReply {
  return { object: 'personal_connector.check', ...check, checkedAt: instantText(at), ...(toolCount !== undefined && { availableTools: toolCount }) };
}
