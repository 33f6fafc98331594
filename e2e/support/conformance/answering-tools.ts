import type { CallToolResult } from '@modelcontextprotocol/server';
import { text, type FixtureTool } from './fixture-tool';
import { PIXEL, SILENCE } from './samples';

const image = { type: 'image', data: PIXEL, mimeType: 'image/png' } as const;
const audio = { type: 'audio', data: SILENCE, mimeType: 'audio/wav' } as const;
const embedded = { type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'What is embedded.' } } as const;
const mixed = { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' } } as const;

const answering = (name: string, description: string, content: CallToolResult['content']): FixtureTool => ({ name, description, run: () => ({ content }) });

/** Uses what a gateway that rewrites schemas would lose. */
const VOCABULARY = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as const;

const MIRRORED = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } }, required: ['region'] } as const;

/** Tools that answer at once, out of themselves. */
export const ANSWERING_TOOLS: FixtureTool[] = [
  answering('test_simple_text', 'Answers a text.', [{ type: 'text', text: 'This is a simple text response for testing.' }]),
  answering('test_image_content', 'Answers an image.', [image]),
  answering('test_audio_content', 'Answers a sound.', [audio]),
  answering('test_embedded_resource', 'Answers a resource.', [embedded]),
  answering('test_multiple_content_types', 'Answers a text, an image and a resource.', [{ type: 'text', text: 'Several at once:' }, image, mixed]),
  {
    name: 'test_error_handling',
    description: 'Fails.',
    run: () => {
      throw new Error('This tool intentionally returns an error for testing');
    },
  },
  {
    name: 'json_schema_2020_12_tool',
    description: 'Takes arguments that need much of JSON Schema 2020-12.',
    inputSchema: VOCABULARY,
    run: (_context, given) => text(JSON.stringify(given)),
  },
  {
    name: 'test_mirrored_parameter',
    description: 'Wants its region in a header, too.',
    inputSchema: MIRRORED,
    run: (_context, given) => text(`Region ${String(given.region)}`),
  },
];
