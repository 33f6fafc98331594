import { AUTH_METHODS, type AuthMethod, type Connector, type ConnectorCategory } from '../../model/connector';
import type { JsonObject } from '../../model/json';

/** What differs between the well-known definitions. */
interface Entry {
  id: string;
  connectorId: string;
  name: string;
  description: string;
  category: ConnectorCategory;
  serverUrl: string;
  /** Only what the server accepts: `oauth2` alone where it takes no key or token that a person could copy from a page of the vendor. */
  authMethods: AuthMethod[];
  settings?: JsonObject;
  /** Where its vendor describes the server. */
  documentationUrl?: string;
  type?: Connector['type'];
  headers?: Record<string, string>;
}

const text = { type: 'string', maxLength: 500 };
const texts = { type: 'array', items: text, maxItems: 200 };

const HOSTED: Entry[] = [
  {
    id: 'pcon_github',
    connectorId: 'github',
    name: 'GitHub',
    description: 'Repositories, issues, pull requests and actions of your GitHub account.',
    category: 'development',
    serverUrl: 'https://api.githubcopilot.com/mcp/',
    authMethods: ['bearer', 'oauth2'],
    settings: { repository: text, branch: text, paths: texts, fileTypes: texts },
    documentationUrl: 'https://github.com/github/github-mcp-server',
  },
  {
    id: 'pcon_clickup',
    connectorId: 'clickup',
    name: 'ClickUp',
    description: 'Tasks, lists, documents and time tracking of your ClickUp workspace.',
    category: 'productivity',
    serverUrl: 'https://mcp.clickup.com/mcp',
    authMethods: ['oauth2'],
    settings: { workspaceId: text, listId: text, defaultListId: text, defaultPriority: { type: 'integer', minimum: 1, maximum: 4 }, defaultStatus: text },
    documentationUrl: 'https://developer.clickup.com/docs/connect-an-ai-assistant-to-clickups-mcp-server',
  },
  {
    id: 'pcon_jira',
    connectorId: 'jira',
    name: 'Jira',
    description: 'Issues and projects in Jira and pages in Confluence, through the Atlassian server.',
    category: 'productivity',
    serverUrl: 'https://mcp.atlassian.com/v1/mcp',
    // A personal API token goes with the e-mail address of its owner as `basic`, the key of a service account as any of the other two.
    authMethods: ['oauth2', 'basic', 'bearer', 'api_key'],
    settings: { projectKey: text, issueType: text, defaultAssignee: text },
    documentationUrl: 'https://developer.atlassian.com/cloud/rovo-mcp/',
  },
  {
    id: 'pcon_teams',
    connectorId: 'teams',
    name: 'Microsoft Teams',
    description: 'Chats, channels and messages in Microsoft Teams. Set tenantId to your Microsoft Entra tenant.',
    category: 'communication',
    serverUrl: 'https://agent365.svc.cloud.microsoft/agents/tenants/{configuration.tenantId}/servers/mcp_TeamsServer',
    authMethods: ['oauth2'],
    settings: { tenantId: text, teamId: text, channelId: text },
    documentationUrl: 'https://learn.microsoft.com/microsoft-agent-365/mcp-server-reference/teams',
  },
  {
    id: 'pcon_notion',
    connectorId: 'notion',
    name: 'Notion',
    description: 'Pages and databases of your Notion workspace.',
    category: 'productivity',
    serverUrl: 'https://mcp.notion.com/mcp',
    authMethods: ['oauth2'],
    documentationUrl: 'https://developers.notion.com/docs/mcp',
  },
  {
    id: 'pcon_slack',
    connectorId: 'slack',
    name: 'Slack',
    description: 'Channels, messages and canvases of your Slack workspace.',
    category: 'communication',
    serverUrl: 'https://mcp.slack.com/mcp',
    // As `bearer`, the user token that Slack shows to whoever installs an app of their own; tokens of bots are refused.
    authMethods: ['oauth2', 'bearer'],
    documentationUrl: 'https://docs.slack.dev/ai/slack-mcp-server/',
  },
  {
    id: 'pcon_linear',
    connectorId: 'linear',
    name: 'Linear',
    description: 'Issues, projects and cycles of your Linear workspace.',
    category: 'development',
    serverUrl: 'https://mcp.linear.app/mcp',
    authMethods: ['oauth2', 'bearer', 'api_key'],
    documentationUrl: 'https://linear.app/docs/mcp',
  },
  {
    id: 'pcon_sentry',
    connectorId: 'sentry',
    name: 'Sentry',
    description: 'Errors, issues and releases of your Sentry organization. A user auth token goes as custom header "Authorization: Sentry-Bearer <token>".',
    category: 'development',
    serverUrl: 'https://mcp.sentry.dev/mcp',
    // `Bearer` is for access tokens of OAuth only; the scheme of user auth tokens is Sentry's own.
    authMethods: ['oauth2', 'custom'],
    documentationUrl: 'https://docs.sentry.io/product/sentry-mcp/',
  },
  {
    id: 'pcon_figma',
    connectorId: 'figma',
    name: 'Figma',
    description: 'Designs, variables and components of your Figma files.',
    category: 'design',
    serverUrl: 'https://mcp.figma.com/mcp',
    authMethods: ['oauth2'],
    documentationUrl: 'https://developers.figma.com/docs/figma-mcp-server/',
  },
  {
    id: 'pcon_custom',
    connectorId: 'custom_mcp',
    name: 'Custom MCP server',
    description: 'Any MCP server with Streamable HTTP: give its address as endpoint.',
    category: 'custom',
    serverUrl: '{configuration.endpoint}',
    authMethods: [...AUTH_METHODS],
    settings: { endpoint: { type: 'string', maxLength: 2_000, pattern: '^https?://' }, customSettings: { type: 'object' } },
    type: 'custom',
  },
];

/** The faults that the broken demo server can show. */
export const DEMO_FAULTS = ['wrong_token', 'silent', 'login_page', 'dropped_connection', 'no_tools', 'not_mcp'] as const;
export type DemoFault = (typeof DEMO_FAULTS)[number];

/** Addresses of the bundled demo servers; known only to an installation that runs them. */
export interface DemoAddresses {
  demoUrl: string;
  /** Template with `{configuration.fault}`. */
  brokenUrl: string;
}

/** All definitions that every organization sees. `since` is their creation instant. */
export function wellKnownConnectors(since: Date, demo?: DemoAddresses): Connector[] {
  return [...HOSTED, ...(demo ? demoEntries(demo) : [])].map((entry) => completed(entry, since));
}

function demoEntries({ demoUrl, brokenUrl }: DemoAddresses): Entry[] {
  const shared = { category: 'development', authMethods: ['none'], type: 'built_in' } satisfies Partial<Entry>;
  return [
    { ...shared, id: 'pcon_demo', connectorId: 'demo', name: 'Demo', description: 'A small MCP server inside this installation. Works offline and needs no account.', serverUrl: demoUrl },
    {
      ...shared,
      id: 'pcon_demo_broken',
      connectorId: 'demo_broken',
      name: 'Broken demo',
      description: 'A server that fails in the way its setting "fault" says, to show how failures are explained.',
      serverUrl: brokenUrl,
      headers: { Authorization: 'Bearer an-expired-demo-token' },
      settings: { fault: { type: 'string', enum: [...DEMO_FAULTS] } },
    },
  ];
}

function completed({ settings, documentationUrl, type = 'official', ...entry }: Entry, since: Date): Connector {
  const required = [...entry.serverUrl.matchAll(/\{configuration\.(endpoint|fault)\}/g)].map((match) => match[1] ?? '');
  return {
    ...entry,
    type,
    status: 'active',
    serverType: 'http',
    version: '1.0.0',
    configurationSchema: { type: 'object', properties: settings ?? {}, ...(required.length > 0 && { required }) },
    visibility: 'organization',
    metadata: documentationUrl ? { documentationUrl } : {},
    createdAt: since,
    updatedAt: since,
  };
}
