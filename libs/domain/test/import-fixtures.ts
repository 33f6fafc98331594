/** Part of every secret in these documents; none of them is one. */
export const PRETENDED = 'pretended';

/** As Claude Desktop keeps it. */
export const CLAUDE_DESKTOP = {
  globalShortcut: 'Ctrl+Space',
  mcpServers: {
    filesystem: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/Users/ada/Desktop', '/Users/ada/Downloads'] },
    github: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-github'], env: { GITHUB_PERSONAL_ACCESS_TOKEN: 'ghp_pretended0000000000000001' } },
    'brave-search': { command: 'docker', args: ['run', '-i', '--rm', '-e', 'BRAVE_API_KEY', 'mcp/brave-search'], env: { BRAVE_API_KEY: 'BSA-pretended-2' } },
    postgres: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-postgres', 'postgresql://ada:pretended%213@db.example.com/app?sslmode=require'] },
    slack: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-slack'], env: { SLACK_BOT_TOKEN: 'xoxb-pretended-4', SLACK_TEAM_ID: 'T01234567', LOG_LEVEL: 'info', PORT: '3000' } },
    linear: { command: 'npx', args: ['-y', 'mcp-remote@latest', 'https://mcp.linear.example.com/sse', '--header', 'Authorization:${AUTH_HEADER}', '--transport', 'sse-only'], env: { AUTH_HEADER: 'Bearer lin_api_pretended5' } },
  },
};

/** As Cursor keeps it. */
export const CURSOR = {
  mcpServers: {
    plain: { url: 'https://mcp.plain.example.com/mcp' },
    token: { url: 'https://mcp.token.example.com/mcp', headers: { Authorization: 'Bearer pretended-6' } },
    fromEnv: { url: 'https://mcp.env.example.com/mcp', headers: { Authorization: 'Bearer ${env:MY_SERVICE_TOKEN}' } },
    key: { type: 'streamableHttp', url: 'https://mcp.key.example.com/mcp', headers: { 'X-Api-Key': 'pretended-7', 'X-Region': 'eu-west-1' } },
    two: { url: 'https://mcp.two.example.com/mcp', headers: { 'X-Api-Key': 'pretended-8', 'X-Workspace': 'pretended-9' } },
    query: { url: 'https://mcp.query.example.com/mcp?api_key=pretended%2F10&profile=main' },
    path: { serverUrl: 'https://mcp.path.example.com/s/pretendedA1b2C3d4E5f6G7/mcp' },
    userInfo: { url: 'https://ada:pretended11@mcp.basic.example.com/mcp' },
    local: { command: 'node', args: ['${workspaceFolder}/server.js', '--root', '${userHome}/notes'], envFile: '${workspaceFolder}/.env' },
    off: { url: 'https://mcp.off.example.com/sse', type: 'sse', disabled: true, autoApprove: ['read'], timeout: 60 },
  },
};

/** As VS Code keeps it, with the comments that it allows. */
export const VS_CODE = `{
  // Asked once, and kept by the editor.
  "inputs": [
    { "type": "promptString", "id": "perplexity-key", "description": "Perplexity API key", "password": true },
    { "type": "promptString", "id": "tenant", "description": "Your tenant", "default": "main" },
    { "type": "pickString", "id": "region", "description": "Region", "options": ["eu", "us"], },
  ],
  "servers": {
    "github": { "type": "http", "url": "https://api.githubcopilot.example.com/mcp/" },
    "perplexity": { "type": "stdio", "command": "npx", "args": ["-y", "server-perplexity-ask"], "env": { "PERPLEXITY_API_KEY": "\${input:perplexity-key}" } },
    "tenants": { "type": "http", "url": "https://\${input:tenant}.example.com/mcp", "headers": { "Authorization": "Bearer pretended-12" } },
    "regions": { "type": "sse", "url": "https://mcp.regions.example.com/sse?region=\${input:region}" }, /* the end */
  },
}`;

/** As a registry publishes it. */
export const PUBLISHED = {
  server: {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: 'com.example/weather',
    title: 'Weather',
    description: 'Forecasts for places.',
    version: '1.4.0',
    icons: [{ src: 'https://weather.example.com/icon.png', mimeType: 'image/png' }],
    remotes: [
      { type: 'sse', url: 'https://weather.example.com/sse' },
      {
        type: 'streamable-http',
        url: 'https://{tenant}.weather.example.com/mcp',
        variables: { tenant: { description: 'Your tenant', isRequired: true, choices: ['north', 'south'] } },
        headers: [
          { name: 'Authorization', value: 'Bearer {token}', variables: { token: { description: 'Token of the weather service', isRequired: true, isSecret: true } } },
          { name: 'X-Units', description: 'Units', default: 'metric', choices: ['metric', 'imperial'] },
          { name: 'X-Client', value: 'registry' },
          { name: 'X-Debug', description: 'Verbose answers' },
        ],
      },
    ],
    packages: [{ registryType: 'npm', identifier: '@example/weather', version: '1.4.0', transport: { type: 'stdio' } }],
  },
  _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true, publishedAt: '2026-01-01T00:00:00Z' } },
};

/** Packages of every kind, in present and former names. */
export const PACKAGES: Record<string, unknown> = {
  npm: { registryType: 'npm', identifier: '@example/brave', version: '1.0.2', transport: { type: 'stdio' }, environmentVariables: [{ name: 'BRAVE_API_KEY', description: 'API key', isRequired: true, isSecret: true }] },
  pypi: { registry_type: 'pypi', identifier: 'weather-server', version: '0.5.0', runtime_hint: 'uvx', environment_variables: [{ name: 'WEATHER_UNITS', default: 'celsius' }], package_arguments: [{ type: 'named', name: '--port', is_required: true, format: 'number' }] },
  nuget: { registryType: 'nuget', identifier: 'Example.Server', version: '0.4.0-beta', transport: { type: 'stdio' }, packageArguments: [{ type: 'positional', value: 'mcp' }, { type: 'positional', value: 'start' }] },
  oci: {
    registryType: 'oci',
    identifier: 'ghcr.io/example/files:1.0.2',
    transport: { type: 'stdio' },
    runtimeHint: 'docker',
    runtimeArguments: [{ type: 'named', name: '--mount', value: 'type=bind,src={source},dst=/project', variables: { source: { description: 'Folder', format: 'filepath', isRequired: true } } }],
    packageArguments: [{ type: 'positional', valueHint: 'target', value: '/project' }],
    environmentVariables: [{ name: 'LOG_LEVEL', default: 'info' }],
  },
  mcpb: { registryType: 'mcpb', identifier: 'https://github.com/example/editor/releases/download/v1/editor.mcpb', fileSha256: 'f'.repeat(64), transport: { type: 'stdio' } },
  foreign: { registryType: 'npm', registryBaseUrl: 'https://npm.intranet.example.com', identifier: '@example/files', version: '1.0.0', transport: { type: 'stdio' } },
  listening: { registryType: 'npm', identifier: '@example/listens', version: '1.0.0', transport: { type: 'streamable-http', url: 'http://localhost:{port}/mcp' } },
};

export function publishedPackage(kind: string): object {
  return { name: `io.example/${kind}`, description: 'A package.', version_detail: { version: '1.0.0' }, packages: [PACKAGES[kind]] };
}
