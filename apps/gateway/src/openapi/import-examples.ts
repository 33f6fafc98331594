import type { JsonObject } from '@moorage/domain';

/** Something that people have, as it stands in the body of a request. */
export interface NamedExample {
  summary: string;
  value: JsonObject;
}

/** One import of every form, the most usual first. */
export const IMPORT_EXAMPLES: Record<string, NamedExample> = {
  claudeOrCursor: {
    summary: 'The file of Claude, Cursor, Windsurf or Cline',
    value: {
      document: {
        mcpServers: {
          weather: { url: 'https://weather.example.com/mcp', headers: { Authorization: 'Bearer wea_123' } },
          github: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-github'], env: { GITHUB_PERSONAL_ACCESS_TOKEN: 'ghp_123' } },
        },
      },
    },
  },
  vsCode: {
    summary: 'The mcp.json of VS Code, as the text of the file',
    value: {
      document:
        '{\n  // asked once\n  "inputs": [{ "type": "promptString", "id": "key", "description": "Key of the wiki", "password": true }],\n  "servers": {\n    "wiki": { "type": "http", "url": "https://wiki.example.com/mcp", "headers": { "Authorization": "Bearer ${input:key}" } },\n  },\n}',
    },
  },
  serverJson: {
    summary: 'A server.json, for the whole organization, only to see what it would bring',
    value: {
      document: {
        $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
        name: 'com.example/weather',
        description: 'Forecasts for places.',
        version: '1.4.0',
        remotes: [{ type: 'streamable-http', url: 'https://weather.example.com/mcp', headers: [{ name: 'X-Api-Key', description: 'Key of the weather service', isRequired: true, isSecret: true }] }],
      },
      visibility: 'organization',
      dryRun: true,
    },
  },
  registry: {
    summary: 'What a registry has on a subject',
    value: { registryUrl: 'https://registry.modelcontextprotocol.io', search: 'weather', limit: 20 },
  },
};
